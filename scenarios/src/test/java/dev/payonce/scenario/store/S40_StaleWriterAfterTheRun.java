package dev.payonce.scenario.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a finished run after which PHP writes back the order that it had read as pending; no hook reports it.
 */
class S40_StaleWriterAfterTheRun {

    @Test
    void theSweepSeesItAndReconcilesAgainWithoutRepeatingAnything(Shop shop) {
        try (Shop.SweptStore store = shop.sweptStore("stale")) {
            BranchOrder underTest = new BranchOrder(shop, store.branch(), 401).deliver();
            underTest.isPaidOnce();

            underTest.isSetBackByAStaleWriter();

            underTest.isPaidAgainWithANote();
            Await.until("its run rests", Shop.PATIENCE, () -> shop.rests(underTest.workflow()));
            assertThat(store.branch().stripe().journal().entries()).hasSize(1);
        }
    }
}
