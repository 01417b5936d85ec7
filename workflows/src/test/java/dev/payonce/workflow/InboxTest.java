package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.ExternalIds;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.workflow.PaymentWorkflow.Start;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Lookup WAITING = new Lookup("stripe", ExternalIds.of("pi_1"));
    private static final Start START =
            new Start(WorkflowFixture.ORDER, List.of(), List.of(WAITING), List.of(), List.of(), List.of(), List.of());

    private static final Instant AT = Instant.parse("2026-11-25T10:00:00Z");
    private static final Request PAY = new Request.Pay("k1", "stripe", "pm_1", false, "", false, "");
    private static final ReviewDecision DECISION =
            new ReviewDecision(1, new ReviewAction.Dismiss(), "ann", "settled by phone");

    /** A run that waited for one payment continued as new at that moment, and only refreshed that payment. */
    @Test
    void aRefreshAtEverythingIsCarriedIntoTheNextRun() {
        Inbox inbox = new Inbox(START);
        inbox.signal("refresh", List.of());

        Inbox next = new Inbox(inbox.carry(WorkflowFixture.ORDER));

        assertThat(next.read(false)).isEqualTo(Batch.NOTHING);
        assertThat(next.unread()).isEmpty();
        next.applied(Batch.NOTHING, reconciled(Map.of()));
        assertThat(new Inbox(next.carry(WorkflowFixture.ORDER))
                        .carry(WorkflowFixture.ORDER)
                        .unread())
                .isEmpty();
    }

    /** The refresh came while a void was carried out: its outcome alone is no refresh of everything. */
    @Test
    void aRefreshThatComesDuringAnOperationIsNotForgotten() {
        Inbox inbox = new Inbox(Start.of(WorkflowFixture.ORDER));
        inbox.signal("refresh", List.of());
        inbox.cameTo(Observation.of(new Outcome.Refused(1, "is_captured")));

        inbox.applied(inbox.read(false), reconciled(Map.of()));

        assertThat(inbox.hasNews()).isTrue();
        assertThat(new Inbox(inbox.carry(WorkflowFixture.ORDER)).hasNews()).isTrue();
    }

    /** A run whose store is away would try again without its pause. */
    @Test
    void aRequestBesideARefreshIsNewsOnlyWhenThatIsApplied() {
        Inbox inbox = new Inbox(START);
        inbox.signal("refresh", List.of());
        inbox.request(PAY, AT);

        Batch refresh = inbox.read(false);
        assertThat(inbox.hasNews()).isFalse();
        inbox.applied(refresh, reconciled(Map.of()));

        assertThat(inbox.hasNews()).isTrue();
        assertThat(inbox.read(false).requests()).hasSize(1);
    }

    @Test
    void anUnreadableRequestIsCarriedOnAsItCame() {
        Inbox inbox = new Inbox(START);
        inbox.signal("news", List.of("1", "2"));

        assertThat(new Inbox(inbox.carry(WorkflowFixture.ORDER)).unread())
                .containsExactly(new PaymentWorkflow.Unread("news", List.of("1", "2")));
    }

    private static Reconciliation reconciled(Map<String, PaymentResult> results) {
        return new Reconciliation(PaymentSummary.NOTHING, List.of(), List.of(), results, List.of(), new Next.Rest());
    }

    /** A request is as old as its first acceptance, also after a stall and in the next run. */
    @Test
    void aRequestKeepsItsAge() {
        Inbox inbox = new Inbox(START);
        inbox.request(PAY, AT);
        inbox.applied(inbox.read(false), reconciled(Map.of("k1", PaymentResult.observing())));
        inbox.stalled(false);

        Inbox next = new Inbox(inbox.carry(WorkflowFixture.ORDER));
        next.request(PAY, AT.plusSeconds(60));

        assertThat(next.read(false).requests()).containsExactly(new TimedRequest(PAY, AT));
    }

    @Test
    void aStallReleasesTheCallersAndKeepsTheRequest() {
        Inbox inbox = new Inbox(START);
        HeldRequest held = inbox.request(PAY, AT);

        inbox.stalled(false);

        assertThat(held.isReleased()).isTrue();
        assertThat(held.answer(WorkflowFixture.ORDER).result()).isEqualTo(PaymentResult.notYet(Why.STALLED));
        assertThat(inbox.request(PAY, AT.plusSeconds(9))).isSameAs(held);
        assertThat(held.isReleased())
                .as("another caller waits for a result of its own time")
                .isFalse();
    }

    @Test
    void aResultThatIsNotYetKeepsTheRequestOnlyWhileTheRunWorksOnIt() {
        Inbox inbox = new Inbox(START);
        for (Why why : Why.values()) {
            HeldRequest held = inbox.request(PAY, AT);
            inbox.applied(inbox.read(false), reconciled(Map.of("k1", PaymentResult.notYet(why))));

            assertThat(held.isReleased()).as(why.name()).isEqualTo(!why.waits());
            assertThat(inbox.read(false).requests().isEmpty()).as(why.name()).isEqualTo(!why.waits());
        }
    }

    @Test
    void aDecisionIsCarriedIntoTheNextRun() {
        Inbox inbox = new Inbox(START);
        inbox.decision(DECISION, Optional.of(List.of()));

        Inbox next = new Inbox(inbox.carry(WorkflowFixture.ORDER));

        assertThat(next.read(false)).as("the ledger's open matters come first").isEqualTo(Batch.NOTHING);
        next.applied(Batch.NOTHING, reconciled(Map.of()));
        assertThat(next.read(false).decisions()).containsExactly(DECISION);
    }

    /**
     * MySQL is away for longer than a charge may be sent. Asked again, the gateway would be too late to say that it
     * may still carry the first one out. A second charge would be made beside it.
     */
    @Test
    void anOperationThatTheGatewayMayStillCarryOutIsHandedOn() {
        List<Outcome> outcomes = List.of(
                new Outcome.Unknown(1, "stripe-500", true, AT),
                new Outcome.Declined(2, "insufficient_funds", true),
                new Outcome.NotSent(3, Outcome.NotSent.CANCELLED));
        Inbox inbox = new Inbox(START);
        outcomes.forEach(outcome -> inbox.cameTo(Observation.of(outcome)));

        Inbox next = new Inbox(inbox.carry(WorkflowFixture.ORDER));

        assertThat(next.outcomes().outcomes()).isEqualTo(outcomes);
        assertThat(new Inbox(next.carry(WorkflowFixture.ORDER)).outcomes().outcomes())
                .isEqualTo(outcomes);
    }
}
