package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of what a caller is answered, by what the order, its payments and its operations are. */
class RequestResultsTest {

    private static final String PAYMENT = "pi_1001_1";

    private static Request.Cancel cancel(String key) {
        return new Request.Cancel(key, "");
    }

    private static Request.Capture capture(String key, long minor, boolean last) {
        return new Request.Capture(key, Optional.of(minor), last, "");
    }

    private static Request.Capture capture(String key) {
        return new Request.Capture(key, Optional.empty(), true, "");
    }

    @Nested
    class Cancel {

        @Test
        void aPaidOrderIsNotCancelled() {
            PaymentFixture fixture = PaymentFixture.paid();

            assertThat(fixture.asks(cancel("c1")).code()).isEqualTo("already_paid");
            assertThat(fixture.gateway.sent()).hasSize(1);
        }

        @Test
        void moneyThatIsInReviewIsNotCancelled() {
            assertThat(PaymentFixture.with(PaymentFixture.first().captured(1000))
                            .asks(cancel("c1"))
                            .code())
                    .isEqualTo("captured");
        }

        /** The charge beside it was declined before: there is nothing left to stop. */
        @Test
        void aChargeThatIsOverIsNotStopped() {
            PaymentFixture fixture = PaymentFixture.open();
            fixture.gateway.does(it -> new Outcome.Declined(it.number(), "card_declined", true));
            fixture.asks(pay("k1"));

            assertThat(fixture.asks(pay("k1"), cancel("c1")).code()).isEqualTo("nothing_to_cancel");
        }

        @Test
        void anotherProgramsPaymentIsNotOursToCancel() {
            PaymentFixture fixture =
                    PaymentFixture.with(PaymentBuilder.stripe(PAYMENT).claimed().stage(Stage.AUTHORIZED));

            assertThat(fixture.asks(cancel("c1")).code()).isEqualTo("nothing_to_cancel");
            assertThat(fixture.gateway.sent()).isEmpty();
        }

        @Test
        void aSecondCancellationWhileTheFirstIsInDoubtLearnsThat() {
            PaymentFixture fixture = PaymentFixture.authorized();
            fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
            fixture.asks(cancel("c1"));

            assertThat(fixture.asks(cancel("c2")).word()).isEqualTo("outcome_unknown");
        }

        @Test
        void anOrderThatWasRefundedAndReopenedHasNothingToCancel() {
            PaymentFixture fixture = PaymentFixture.paid();
            fixture.asks(refund("r1"));
            fixture.given.becomes(Status.PENDING);

            assertThat(fixture.asks(cancel("c1")).code()).isEqualTo("nothing_to_cancel");
        }

        /** The charge never reached the gateway; no cancellation stopped it. */
        @Test
        void aChargeThatNeverArrivedIsNothingToCancel() {
            PaymentFixture fixture = PaymentFixture.open();
            fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "too-late", false));
            fixture.asks(pay("k1"));
            fixture.after(Policy.CHARGE_WITHIN).refreshes();
            assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.ABSENT);

            assertThat(fixture.asks(cancel("c1")).code()).isEqualTo("nothing_to_cancel");
        }

        /** The second one names the operation of the first, whose work it was. */
        @Test
        void aSecondCancellationIsAnsweredByTheFirstOnesWork() {
            PaymentFixture fixture = PaymentFixture.authorized();
            PaymentResult first = fixture.asks(cancel("c1"));
            PaymentResult second = fixture.asks(cancel("c2"));

            assertThat(first.is(PaymentResult.State.CANCELLED)).isTrue();
            assertThat(second).isEqualTo(first);
            assertThat(second.of().operation()).isEqualTo(2);
            assertThat(second.of().payment()).isEqualTo(PAYMENT);
            assertThat(second.of().gateway()).isEqualTo("stripe");
            assertThat(second.of().money()).contains(new Money(4990, "EUR"));
        }

        /** The bank decides it; the next try follows after a pause, and a second cancellation is none. */
        @Test
        void aVoidThatTheGatewayRefusesIsTheAnswerUntilItIsTriedAgain() {
            PaymentFixture fixture = PaymentFixture.with(PaymentFixture.first().stage(Stage.PENDING, WaitsFor.GATEWAY));
            fixture.gateway.does(any -> new Outcome.Refused(any.number(), "stripe-processing"));

            assertThat(fixture.asks(cancel("c1")).code()).isEqualTo("stripe-processing");
            assertThat(fixture.asks(cancel("c2")).code()).isEqualTo("stripe-processing");
            assertThat(fixture.gateway.sent()).hasSize(1);
        }

        @Test
        void aPartThatWasCapturedBeforeIsTheAnswer() {
            PaymentFixture fixture = PaymentFixture.authorized();
            fixture.becomes(it -> it.captured(1000).stage(Stage.AUTHORIZED), PAYMENT);
            fixture.callback(PAYMENT);

            PaymentResult cancelled = fixture.asks(cancel("c1"));

            assertThat(cancelled.is(PaymentResult.State.CAPTURED)).isTrue();
            assertThat(cancelled.of().money()).contains(new Money(1000, "EUR"));
        }
    }

    @Nested
    class Capture {

        @Test
        void aPaidOrderIsNotCaptured() {
            assertThat(PaymentFixture.paid().asks(capture("c1")).code()).isEqualTo("already_paid");
        }

        @ParameterizedTest
        @CsvSource({"OPEN", "PENDING", "CLOSED"})
        void onlyAnAuthorizationIsCaptured(Stage stage) {
            assertThat(PaymentFixture.with(PaymentFixture.first().stage(stage))
                            .asks(capture("c1"))
                            .code())
                    .isEqualTo("nothing_authorized");
        }

        @Test
        void anotherProgramsAuthorizationIsNotOursToCapture() {
            PaymentFixture fixture =
                    PaymentFixture.with(PaymentBuilder.stripe(PAYMENT).claimed().stage(Stage.AUTHORIZED));

            assertThat(fixture.asks(capture("c1")).code()).isEqualTo("nothing_authorized");
        }

        /** 10.00 of 49.90 are captured, so 39.90 are left. */
        @ParameterizedTest
        @ValueSource(longs = {3991, 0})
        void moneyThatIsNoLongerAuthorizedIsNotCaptured(long minor) {
            PaymentFixture fixture = PaymentFixture.authorized();
            fixture.asks(capture("c1", 1000, false));

            assertThat(fixture.asks(capture("c2", minor, true)).code()).isEqualTo("amount_not_authorized");
        }

        /** All that is left releases nothing, so it is the last capture whatever the caller says. */
        @Test
        void theRestIsCapturedWholeAndClosesTheAuthorization() {
            PaymentFixture fixture = PaymentFixture.authorized();
            fixture.asks(capture("c1", 1000, false));

            fixture.asks(capture("c2", 3990, false));

            assertThat(fixture.gateway.sent()).last().isInstanceOfSatisfying(Operation.Capture.class, last -> {
                assertThat(last.last()).isTrue();
                assertThat(last.money()).isEqualTo(new Money(3990, "EUR"));
            });
        }

        @Test
        void aCaptureWaitsForTheOneBeforeIt() {
            PaymentFixture fixture = PaymentFixture.authorized();
            fixture.gateway.does(any -> new Outcome.Unknown(any.number(), "stripe-timeout", true));
            fixture.asks(capture("c1", 1000, false));

            assertThat(fixture.asks(capture("c2", 1000, false)).word()).isEqualTo("observing");
        }
    }

    @Nested
    class Refund {

        /** A refund fails days later; its key keeps the answer, and a review is opened instead. */
        @Test
        void aRefundKeepsItsAnswerWhenItFailsLater() {
            PaymentFixture fixture = PaymentFixture.paid();
            PaymentResult done = fixture.asks(refund("r1", 1000));
            fixture.refundIs(PAYMENT, State.FAILED);
            fixture.callback(PAYMENT);

            assertThat(done.is(PaymentResult.State.REFUNDED)).isTrue();
            assertThat(done.of().operation()).isEqualTo(2);
            assertThat(fixture.asks(refund("r1", 1000))).isEqualTo(done);
            assertThat(fixture.given.review()).isPresent();
        }

        @Test
        void aRefundThatTheGatewayDeclinesIsRefusedWithItsCode() {
            PaymentFixture fixture = PaymentFixture.paid();
            fixture.gateway.does(any -> new Outcome.Declined(any.number(), "insufficient_balance", true));

            PaymentResult declined = fixture.asks(refund("r1", 1000));

            assertThat(declined.word()).isEqualTo("refused");
            assertThat(declined.code()).isEqualTo("insufficient_balance");
            assertThat(declined.of().operation()).isEqualTo(2);
        }
    }

    @Nested
    class Pay {

        @Test
        void aChargeThatNeverArrivedIsDeclinedAndMayBeTriedAgain() {
            PaymentFixture fixture = PaymentFixture.open();
            fixture.gateway.does(any -> new Outcome.Unknown(any.number(), "too-late", false));
            fixture.asks(pay("k1"));
            fixture.after(Policy.CHARGE_WITHIN).refreshes();

            PaymentResult result = fixture.asks(pay("k1"));

            assertThat(result.word()).isEqualTo("declined");
            assertThat(result.code()).isEqualTo("not_carried_out");
        }

        @Test
        void aRefusedChargeIsRefusedWithItsCode() {
            PaymentFixture fixture = PaymentFixture.open();
            fixture.gateway.does(any -> new Outcome.Refused(any.number(), "stripe-amount_too_small"));

            PaymentResult result = fixture.asks(pay("k1"));

            assertThat(result.code()).isEqualTo("stripe-amount_too_small");
            assertThat(result.of().operation()).isEqualTo(1);
        }

        @Test
        void anotherProgramsPaymentThatItsBankDecidesIsNamed() {
            PaymentFixture fixture = PaymentFixture.with(
                    PaymentBuilder.stripe(PAYMENT).claimed().stage(Stage.PENDING, WaitsFor.GATEWAY));

            PaymentResult result = fixture.asks(pay("k1"));

            assertThat(result.word()).isEqualTo("other_payment");
            assertThat(result.of().payment()).isEqualTo(PAYMENT);
            assertThat(fixture.gateway.sent()).isEmpty();
        }
    }
}
