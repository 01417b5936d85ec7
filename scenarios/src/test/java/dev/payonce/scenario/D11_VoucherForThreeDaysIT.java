package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shopper takes a voucher home: the order waits on hold, with a note, and nothing is voided before its end. */
class D11_VoucherForThreeDaysIT {

    @ParameterizedTest
    @EnumSource(
            value = TestCard.class,
            names = {"OXXO", "BOLETO", "BANK_TRANSFER"})
    void D11_theOrderIsOnHoldUntilTheShopperPays(TestCard method, Shop shop) throws Exception {
        try (LateStore store = new LateStore(shop, "voucher" + method.ordinal())) {
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                var _ = store.pay("k1", method).join();
                store.awaitStatus("wc-on-hold");
                assertThat(store.notes()).anyMatch(note -> note.contains("is on its way"));
            }

            try (var _ = store.worker(Duration.ofDays(2).plusHours(23), LateWorkers.Duty.EVERYTHING)) {
                store.refreshes();
                assertThat(store.money().payments()).containsExactly("requires_action");
                store.isUnpaidAnd("wc-on-hold");

                store.money().shopperActs();
                store.deliverEverything();
                store.awaitStatus("wc-processing");
            }
            assertThat(store.money().captured()).isEqualTo(1);
        }
    }
}
