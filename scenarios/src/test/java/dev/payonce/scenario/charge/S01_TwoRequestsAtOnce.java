package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenario of two requests for one order in the same millisecond: one charge, and both callers get its result. */
class S01_TwoRequestsAtOnce {

    @Test
    void aDoubleClickSendsOneKeyTwiceAndChargesOnce(Shop shop) {
        StoreClient checkout = new StoreClient(shop);

        List<StoreProgram.Answer> both =
                StoreClient.atOnce(List.of(() -> checkout.pay("click"), () -> checkout.pay("click")));

        bothArePaidByOneCharge(checkout, both);
    }

    @Test
    void twoTabsWithAKeyEachAreChargedOnce(Shop shop) {
        StoreClient checkout = new StoreClient(shop);

        List<StoreProgram.Answer> both =
                StoreClient.atOnce(List.of(() -> checkout.pay("one"), () -> checkout.pay("two")));

        bothArePaidByOneCharge(checkout, both);
    }

    private static void bothArePaidByOneCharge(StoreClient checkout, List<StoreProgram.Answer> both) {
        assertThat(both).allSatisfy(result -> assertThat(result.status()).isEqualTo(200));
        assertThat(both.getFirst().body()).isEqualTo(both.getLast().body());
        assertThat(StoreClient.status(both.getFirst())).isEqualTo("paid");
        assertThat(checkout.charges()).hasSize(1);
        checkout.isPaidOnce();
    }
}
