package dev.payonce.payment;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of what a payment's own parts say about it. */
class PaymentTest {

    private static final PaymentBuilder PAID = PaymentBuilder.stripe("pi_1").captured();

    @ParameterizedTest
    @CsvSource({
        "DONE, 1000, OPEN, 4990, true",
        "PENDING, 1000, LOST, 4990, true",
        "DONE, 1000, OPEN, 3990, false",
        "DONE, 1000, WON, 4990, false",
        "FAILED, 1000, OPEN, 4990, false",
    })
    void refundAndDisputeTogetherTakeMoreThanWasCaptured(
            State refund, long refunded, State dispute, long disputed, boolean overdrawn) {
        assertThat(PAID.refund("re_1", refund, refunded)
                        .dispute("dp_1", dispute, disputed)
                        .made()
                        .overdrawn())
                .isEqualTo(overdrawn);
    }

    @Test
    void aDisputeAloneTakesNoMoreThanTheBankAllows() {
        assertThat(PAID.dispute("dp_1", State.LOST, 5000).made().overdrawn()).isFalse();
    }

    /** A dispute is no refund, so it cannot make a refund overdraw the payment. */
    @Test
    void refundsOfAllThatWasCapturedOverdrawNothing() {
        assertThat(PAID.refund("re_1", State.DONE, 2500)
                        .refund("re_2", State.DONE, 2490)
                        .made()
                        .overdrawn())
                .isFalse();
    }

    @Test
    void aFeeIsLeftOutOfAnAnswerThatTravels() {
        Fee fee = new Fee(new Money(75, "EUR"), new Money(4915, "EUR"));

        assertThat(PAID.fee(fee).made().fee()).contains(fee);
        assertThat(PAID.fee(fee).made().withoutFee()).isEqualTo(PAID.made());
    }

    @Test
    void aPaymentIsNamedAndCapturedInItsOwnCurrency() {
        assertThatThrownBy(() -> PaymentBuilder.stripe(" ")).hasMessageContaining("id");
        assertThatThrownBy(() -> PAID.captured(new Money(4990, "USD"))).hasMessageContaining("currency");
    }

    @Nested
    class NamesAnotherOrder {

        private static final Order RENEWAL = anOrder().naming("pi_1").made();

        private Optional<Long> named(PaymentBuilder payment) {
            return payment.made().namesInsteadOf(RENEWAL);
        }

        @Test
        void whenAnOrderBearsThePaymentThatItsParentsNumberStandsOn() {
            assertThat(named(PAID.claimed("", "900", ""))).contains(900L);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "0900", "-900", "R-900", "1000000000000000000", "1001"})
        void onlyByANumberThatAnotherOrderCanHave(String number) {
            assertThat(named(PAID.claimed("", number, ""))).isEmpty();
        }

        /** A numbering plugin shows this order as 900. */
        @Test
        void butNotByItsOwnDisplayNumber() {
            Order order = anOrder().naming("pi_1").shown("900").made();

            assertThat(PAID.claimed("", "900", "").made().namesInsteadOf(order)).isEmpty();
            assertThat(PAID.claimed("", "1001", "").made().namesInsteadOf(order))
                    .as("its own number")
                    .isEmpty();
        }

        @Test
        void butNotWhereAKeyOrOurTagSaysWhose() {
            assertThat(named(PAID.claimed(OrderBuilder.KEY, "900", ""))).isEmpty();
            assertThat(named(PAID.tagged().claimed("", "900", ""))).isEmpty();
        }

        @Test
        void butNotWhereTheOrderDoesNotRecordIt() {
            assertThat(PAID.claimed("", "900", "")
                            .made()
                            .namesInsteadOf(anOrder().made()))
                    .isEmpty();
        }
    }
}
