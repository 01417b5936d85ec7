package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The scenario without any webhook: the sweep finds the payment in the gateway's event list, at most one round later.
 */
class S13_TheCallbackNeverComes {

    private static Shop.SweptStore store;

    private final Shop shop;

    S13_TheCallbackNeverComes(Shop shop) {
        this.shop = shop;
    }

    @BeforeAll
    static void open(Shop shop) {
        store = shop.sweptStore("silent");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void anOrderThatPayonceChargedIsPaidWithinTheBound() {
        isPaidWithinTheBound(new BranchOrder(shop, store.branch(), 131));
    }

    @Test
    void anOrderThatTheShopsOwnPluginChargedIsPaidWithinTheBound() {
        isPaidWithinTheBound(BranchOrder.byPlugin(shop, store.branch(), 132));
    }

    @Test
    void aTerminatedSweepIsStartedAgainByTheWorker() {
        shop.runs().terminate(store.sweep());

        isPaidWithinTheBound(new BranchOrder(shop, store.branch(), 133));
        assertThat(shop.runs().latest(store.sweep()).orElseThrow().open()).isTrue();
    }

    private void isPaidWithinTheBound(BranchOrder underTest) {
        Await.until(underTest.workflow() + " rests", Shop.PATIENCE, () -> shop.rests(underTest.workflow()));
        underTest.isPaidOnce();
    }
}
