package dev.payonce.gateway.stripe;

import static dev.payonce.gateway.stripe.SimulatedStripe.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.servers.stripe.Merchant;
import dev.payonce.servers.stripe.account.Bank.Balance;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.RefundStatus;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test of money that goes back at the simulator; its journal is the truth about how much, and how often. */
class StripeRefundMoneyTest {

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    private final String paid = world.paid();
    private final Merchant merchant = world.stripe.merchant();

    @Test
    void partsGoBackEachByItsOwnOperationAndASecondTimeItIsTheSameRefund() {
        Payment first = world.seen(refund(2, 990));
        Payment again = world.seen(refund(2, 990));
        Payment rest = world.seen(refund(3, 4000));

        assertThat(again).isEqualTo(first);
        assertThat(first.net()).isEqualTo(new Money(4000, "EUR"));
        assertThat(rest.refunded()).isTrue();
        assertThat(rest.reversals()).extracting(Reversal::operation).containsExactly(Optional.of(3), Optional.of(2));
        assertThat(rest.reversals())
                .extracting(Reversal::storeRefund)
                .containsExactly(Optional.of(103L), Optional.of(102L));
        assertThat(returned()).isEqualTo(4990);
    }

    @Test
    void anAccountThatWasRefundedByHandSaysSoInsteadOfPayingTwice() {
        merchant.refund(paid, 4000);
        Payment tooMuch = world.seen(refund(2, 991));
        merchant.refund(paid, 990);
        Payment nothingLeft = world.seen(refund(3, 990));

        assertThat(tooMuch.reversals()).extracting(Reversal::operation).containsExactly(Optional.empty());
        assertThat(nothingLeft.refunded()).isTrue();
        assertThat(returned()).isEqualTo(4990);
    }

    @Test
    void S23_aRefundThatRacesADisputeIsNotPaidOutBesideIt() {
        merchant.openDispute(paid);

        Payment payment = world.seen(refund(2, 4990));

        assertThat(payment.disputed()).isTrue();
        assertThat(payment.reversals()).extracting(Reversal::kind).containsExactly(Reversal.Kind.DISPUTE);
        assertThat(world.stripe.journal().net(paid)).isZero();
    }

    @Test
    void aPaymentWithAnInquiryCanStillBeRefunded() {
        merchant.openInquiry(paid);

        assertThat(world.seen(refund(2, 4990)).refunded()).isTrue();
    }

    @Test
    void aPaymentThatWasNeverTakenGivesNothingBack() {
        String open = world.stripe
                .shopper()
                .authorize(4990, "eur", SimulatedStripe.tag(header(5).tag()));

        Payment payment = world.seen(
                new Operation.Refund(header(6), open, new Money(4990, "EUR"), 0, RefundReason.NONE, Cause.DECIDED));

        assertThat(payment.stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(payment.reversals()).isEmpty();
    }

    static Stream<Course> beginnings() {
        return Stream.of(Course.pending(), Course.asksShopper(), Course.fails());
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void aRefundThatDoesNotSucceedAtOnceIsSeenAsItIs(Course course) {
        world.stripe.bank().next(1, course);
        Reversal.State state = course.first() == RefundStatus.FAILED ? Reversal.State.FAILED : Reversal.State.PENDING;

        Payment payment = world.seen(refund(2, 990));

        assertThat(payment.reversals()).extracting(Reversal::state).containsExactly(state);
        assertThat(payment.reversals()).extracting(Reversal::operation).containsExactly(Optional.of(2));
    }

    @Test
    void itsLaterStatusIsSeenByTheNextRefreshAndByTheSameOperation() {
        String refund = world.seen(refund(2, 990)).reversals().getFirst().id();
        merchant.becomes(refund, RefundStatus.FAILED);

        assertThat(world.find(refund).reversals()).extracting(Reversal::state).containsExactly(Reversal.State.FAILED);
        assertThat(world.seen(refund(2, 990)).reversals())
                .as("a replayed answer is one of then")
                .extracting(Reversal::state)
                .containsExactly(Reversal.State.FAILED);
        assertThat(returned()).isZero();
    }

    @Test
    void withTooLowABalanceItWaitsAndWithNoneItIsDeclined() {
        merchant.balance(Balance.TOO_LOW);
        assertThat(world.seen(refund(2, 990)).reversals())
                .extracting(Reversal::state)
                .containsExactly(Reversal.State.PENDING);

        merchant.balance(Balance.SPENT);
        assertThat(world.gateway.carryOut(refund(3, 990)))
                .isEqualTo(new Outcome.Declined(3, "insufficient_balance_for_refund", true));
        assertThat(returned()).isEqualTo(990);
    }

    @Test
    void oursIsFoundAmongMoreRefundsThanFitOnAPage() {
        for (int i = 0; i < 130; i++) {
            merchant.refund(paid, 1);
        }
        Payment first = world.seen(refund(2, 990));
        for (int i = 0; i < 130; i++) {
            merchant.refund(paid, 1);
        }

        assertThat(first.reversals()).hasSize(131);
        assertThat(world.find(paid).reversals())
                .hasSize(261)
                .anyMatch(reversal -> reversal.operation().equals(Optional.of(2)));
        assertThat(world.find(paid).net()).isEqualTo(new Money(4990 - 990 - 260, "EUR"));
    }

    @Test
    void aRefundInTheDashboardWithAMarkCopiedFromAnotherOrderIsNotTakenForOurs() {
        OperationHeader others = new OperationHeader(
                2,
                new OrderId("shop", 1002),
                Fingerprint.ofOrderKey("wc_order_other"),
                header(2).site(),
                "stripe",
                OperationHeader.SHAPE,
                SimulatedStripe.NOW,
                SimulatedStripe.NOW);
        merchant.refund(paid, 100, StripeMetadata.ofRefund(others.tag(), 102));

        assertThat(world.find(paid).reversals()).singleElement().satisfies(reversal -> {
            assertThat(reversal.operation()).isEmpty();
            assertThat(reversal.storeRefund()).isEmpty();
        });
    }

    @Test
    void refundsChargesAndDisputesLeadToTheirPaymentByTheirOwnIds() {
        String refund = world.seen(refund(2, 990)).reversals().getFirst().id();
        String dispute = merchant.openDispute(paid, 100);

        assertThat(world.find(refund).id()).isEqualTo(paid);
        assertThat(world.find(dispute).id()).isEqualTo(paid);
        assertThat(world.find(world.stripe.shopper().latestCharge(paid).orElseThrow())
                        .id())
                .isEqualTo(paid);
    }

    private Operation.Refund refund(int number, long minor) {
        return SimulatedStripe.refund(paid, number, minor);
    }

    private long returned() {
        return world.stripe.journal().refunded(paid);
    }
}
