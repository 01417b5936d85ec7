package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.order.ExternalIds;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of case 17: a request has an age, and the charge of a shopper who left is not sent. */
class G_RequestAgeTest {

    private static final Request PAY = PaymentFixture.pay("k1");
    private static final Request CANCEL = new Request.Cancel("c1", "");

    private final Given given = Given.given(anOrder());

    private Reconciliation waiting(Duration age, Request... requests) {
        return given.timed(
                Observation.NOTHING,
                given.now(),
                Given.received(List.of(requests), given.now().minus(age)),
                List.of());
    }

    private static PaymentResult result(Reconciliation reconciled, String key) {
        return reconciled.results().get(key);
    }

    /** The store's database was away for hours; the shopper left long ago. */
    @ParameterizedTest
    @ValueSource(ints = {30, 31, 344})
    void G17_AChargeRequestExpires(int minutes) {
        Reconciliation reconciled = waiting(Duration.ofMinutes(minutes), PAY);

        assertThat(result(reconciled, "k1")).isEqualTo(PaymentResult.refused("expired"));
        assertThat(reconciled.due()).isEmpty();
    }

    /** An operator whose request waits may have refunded in the dashboard meanwhile; the shop asks again by itself. */
    @Test
    void anOperatorsRequestExpiresLikeACharge() {
        Reconciliation reconciled = waiting(
                Duration.ofMinutes(30),
                new Request.Refund("r1", Optional.of(100L), 0, RefundReason.NONE, "ann", "torn"),
                new Request.Cancel("c1", "ann", "called off"),
                new Request.Refund("r2", Optional.of(100L), 7, RefundReason.NONE, "shop"));

        assertThat(result(reconciled, "r1")).isEqualTo(PaymentResult.refused("expired"));
        assertThat(result(reconciled, "c1")).isEqualTo(PaymentResult.refused("expired"));
        assertThat(result(reconciled, "r2")).isNotEqualTo(PaymentResult.refused("expired"));
    }

    @Test
    void G17_AChargeIsSentOnlyUntilTheRequestExpires() {
        Reconciliation reconciled = waiting(Duration.ofMinutes(29), PAY);

        assertThat(reconciled.due())
                .singleElement()
                .satisfies(due -> assertThat(due.header().notAfter())
                        .isEqualTo(given.now().plusSeconds(60)));
    }

    /** A retry of an old request finds its operation, however late it comes. */
    @Test
    void G17_AnOperationThatWasCreatedInTimeKeepsItsResult() {
        waiting(Duration.ofMinutes(29), PAY);

        assertThat(result(
                                given.after(Duration.ofHours(2))
                                        .timed(
                                                Observation.NOTHING,
                                                given.now(),
                                                Given.received(
                                                        List.of(PAY),
                                                        given.now().minus(Duration.ofHours(3))),
                                                List.of()),
                                "k1")
                        .word())
                .isEqualTo("carrying_out");
    }

    @Test
    void G17_AWaitingCancellationStopsACharge() {
        Reconciliation reconciled = waiting(Duration.ofHours(0), PAY, new Request.Cancel("c1", ""));

        assertThat(reconciled.due()).isEmpty();
        assertThat(result(reconciled, "k1")).isEqualTo(PaymentResult.refused("cancelled"));
        assertThat(result(reconciled, "c1").is(PaymentResult.State.CANCELLED)).isTrue();
    }

    /** The cancellation came while the charge was decided: the run has not sent it, and says so. */
    @Test
    void G17_AChargeThatIsDueAndUnsentIsGivenUpByTheCancellation() {
        waiting(Duration.ZERO, PAY);
        Operation charge = waiting(Duration.ZERO, PAY, CANCEL).due().getFirst();

        Reconciliation held = answered(new Outcome.NotSent(charge.number(), Outcome.NotSent.CANCELLED));
        assertThat(held.due()).isEmpty();
        assertThat(result(held, "k1").waits()).isTrue();
        assertThat(result(held, "c1").waits()).isTrue();
        Reconciliation after = looksFor(charge);

        assertThat(after.due()).isEmpty();
        assertThat(result(after, "k1")).isEqualTo(PaymentResult.declined("not_carried_out", true, charge.number()));
        assertThat(result(after, "c1"))
                .isEqualTo(PaymentResult.of(PaymentResult.State.CANCELLED, Reference.operation(charge.number())));
    }

    /** A run that is lost has perhaps sent it. Only the gateway can tell, and until then nothing is sent. */
    @Test
    void G17_AChargeThatIsDueAndPerhapsSentIsLookedUpWhileTheCancellationWaits() {
        waiting(Duration.ZERO, PAY);
        Operation charge = waiting(Duration.ZERO, PAY, CANCEL).due().getFirst();
        answered(new Outcome.Unknown(charge.number(), Outcome.NotSent.CANCELLED, false, given.now()));

        given.after(Duration.ofMinutes(10));
        Reconciliation early = looksFor(charge);
        assertThat(early.due()).isEmpty();
        assertThat(result(early, "c1").waits()).isTrue();
        given.after(Policy.ABSENT_AFTER);

        assertThat(result(looksFor(charge), "c1").is(PaymentResult.State.CANCELLED))
                .isTrue();
    }

    /** The cancellation has to look up an old payment first; the charge beside it is stopped, and both end together. */
    @Test
    void G17_AChargeIsStoppedWhenItsCancellationIsAnswered() {
        given.becomes(anOrder().naming("pi_old"));
        given.sees(PaymentBuilder.stripe("pi_old").claimed());

        Reconciliation first = waiting(Duration.ZERO, PAY, CANCEL);
        assertThat(result(first, "k1").waits()).isTrue();
        assertThat(result(first, "c1").waits()).isTrue();

        Reconciliation second = asked(Observation.of(
                new Lookup("stripe", ExternalIds.of("pi_old")),
                List.of(PaymentBuilder.stripe("pi_old")
                        .claimed()
                        .seenAt(given.now())
                        .made()),
                ExternalIds.NONE));
        assertThat(result(second, "k1")).isEqualTo(PaymentResult.refused("cancelled"));
        assertThat(result(second, "c1").is(PaymentResult.State.CANCELLED)).isTrue();
    }

    @Test
    void G17_ACancellationThatStoppedNothingSaysSo() {
        assertThat(result(waiting(Duration.ZERO, CANCEL), "c1")).isEqualTo(PaymentResult.refused("nothing_to_cancel"));
    }

    /** A second cancellation in the same run holds back what a first one had already put in doubt. */
    @Test
    void G17_AChargeInDoubtIsNotGivenUpByALaterCancellation() {
        waiting(Duration.ZERO, PAY);
        answered(new Outcome.Unknown(1, "stripe-timeout", false, given.now()));

        Reconciliation held = answered(new Outcome.NotSent(1, Outcome.NotSent.CANCELLED));

        assertThat(held.due()).isEmpty();
        assertThat(result(held, "k1").word()).isEqualTo("outcome_unknown");
    }

    private Reconciliation answered(Outcome outcome) {
        return asked(Observation.of(outcome));
    }

    private Reconciliation looksFor(Operation charge) {
        ExternalIds tag = ExternalIds.of(TagQuery.of(charge.header()).text());
        return asked(Observation.of(new Lookup("stripe", tag), List.of(), tag));
    }

    private Reconciliation asked(Observation seen) {
        return given.timed(seen, given.now(), Given.received(List.of(PAY, CANCEL), given.now()), List.of());
    }

    /** A request after the cancellation has a key of its own, and is charged. */
    @Test
    void G17_AChargeAfterTheCancellationIsMade() {
        waiting(Duration.ZERO, new Request.Cancel("c1", ""));

        assertThat(waiting(Duration.ZERO, PAY).due())
                .hasOnlyElementsOfType(Operation.Charge.class)
                .hasSize(1);
    }

    @Test
    void G17_ARefundThatWaitedForFiveHoursIsStillMade() {
        assertThat(refundThatWaited(Duration.ofHours(5)).word()).isEqualTo("observing");
    }

    @Test
    void G17_ARefundThatWaitedForADayExpires() {
        assertThat(refundThatWaited(Duration.ofHours(20))).isEqualTo(PaymentResult.refused("expired"));
    }

    private static PaymentResult refundThatWaited(Duration time) {
        PaymentFixture fixture = PaymentFixture.paid();
        Instant asked = fixture.given.now().minus(time);
        Reconciliation reconciled = fixture.given.timed(
                Observation.NOTHING,
                fixture.given.now(),
                Given.received(List.of(PaymentFixture.refund("r1", 1000)), asked),
                List.of());
        return result(reconciled, "r1");
    }

    @Test
    void H38_AnOrderThatIsNotCommittedYetUsesUpNoKey() {
        given.isDeleted();
        assertThat(result(waiting(Duration.ZERO, PAY), "k1").word()).isEqualTo("order_not_found");

        given.becomes(anOrder());

        assertThat(waiting(Duration.ZERO, PAY).due()).hasSize(1);
    }
}
