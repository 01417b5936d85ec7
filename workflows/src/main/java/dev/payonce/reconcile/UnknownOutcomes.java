package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.OperationTable;
import dev.payonce.ledger.Operations;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.OperationEvidence.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules for the outcomes of operations. An unknown outcome is a status of its own: it is looked up, by the payment's
 * id or by our own tag, until the gateway shows what happened or has proven that nothing did. {@link OperationTable} says
 * what follows from each piece of evidence.
 */
final class UnknownOutcomes {

    /** While an operation is in doubt it is looked up soon: a caller waits for it. */
    private static final Policy.RefreshIntervals UNKNOWN =
            new Policy.RefreshIntervals(Policy.UNKNOWN_REFRESH_FIRST, Policy.UNKNOWN_REFRESH_LONGEST);

    private UnknownOutcomes() {}

    /** Writes down what the gateway answered, and what its payments show. */
    static void record(Draft draft, Observation seen, List<Payment> ours) {
        seen.outcomes()
                .forEach(outcome -> draft.operations()
                        .number(outcome.operation())
                        .ifPresent(known -> OperationEvidence.ofAnswer(draft.operations(), known, outcome)
                                .ifPresent(finding -> decide(draft, known, finding))));
        for (Payment payment : ours) {
            for (Operations.Known each : draft.operations().all()) {
                draft.operations()
                        .number(each.number())
                        .filter(known -> OperationEvidence.isAbout(draft.operations(), known, payment))
                        .ifPresent(known -> OperationEvidence.ofPayment(draft.operations(), known, payment)
                                .ifPresent(finding -> decide(draft, known, finding)));
            }
        }
    }

    /** Writes down the status that follows from this evidence, if it is another one, or doubt about a later try. */
    static boolean decide(Draft draft, Operations.Known known, Finding finding) {
        OperationStatus next = OperationTable.next(known.status(), finding.evidence());
        if (!OperationEvidence.isNews(known.status(), next, finding.evidence())) {
            return false;
        }
        draft.write(new Fact.OperationResolved(
                known.number(), next, finding.detail(), finding.mayRetry(), finding.payment()));
        return true;
    }

    /**
     * Looks up what is still in doubt. An operation is proven absent only by a refresh that started a while after the last
     * doubt: an older one may be reconciled late, when a worker dies in between.
     *
     * @param since when the refresh started
     */
    static void reconcile(Draft draft, Observation seen, Instant since, ChargeResend resends) {
        for (Operations.Known known : draft.operations().all()) {
            if (known.unknown()) {
                Lookup what = whereabouts(known.operation());
                if (seen.lookedUp().all().containsAll(what.objects().all())) {
                    lookedUp(draft, known, what, evidence(draft, known, seen, since, resends));
                } else {
                    draft.refreshNow(what);
                }
            }
        }
    }

    /** Returns the evidence of a refresh that does not show the operation. */
    private static Evidence evidence(
            Draft draft, Operations.Known known, Observation seen, Instant since, ChargeResend resends) {
        if (objectUnknown(draft, known.operation(), seen)) {
            return Evidence.OBJECT_UNKNOWN;
        }
        if (resends.withdrawn(known)) {
            return Evidence.PROVEN_ABSENT;
        }
        if (resends.right(known)) {
            return Evidence.RESENDABLE;
        }
        Instant proven = known.since().plus(Policy.ABSENT_AFTER);
        boolean early = draft.now.isBefore(proven) || since.isBefore(proven);
        // A charge is found by its tag only, so the gateway has to show first that it knows the order's other payments.
        boolean othersSeen = payment(known.operation()).isPresent()
                || (!early && RefreshSchedule.everyoneWasSeen(draft, "", seen.lookedUp()));
        if (early || !othersSeen) {
            return Evidence.NOT_LISTED;
        }
        return known.mayCome() ? Evidence.MAY_COME_OVERDUE : Evidence.PROVEN_ABSENT;
    }

    /**
     * Reports whether the gateway does not know what it has shown before; that proves nothing, since it may be another
     * account.
     */
    private static boolean objectUnknown(Draft draft, Operation operation, Observation seen) {
        ExternalIds missing = seen.missing(operation.header().gateway());
        Optional<String> payment = payment(operation);
        return payment.isPresent()
                ? missing.contains(payment.get())
                : draft.ledger().lastObserved().values().stream()
                        .filter(known ->
                                known.gateway().equals(operation.header().gateway()))
                        .anyMatch(known -> known.externalIds().meet(missing));
    }

    private static void lookedUp(Draft draft, Operations.Known known, Lookup what, Evidence evidence) {
        String detail = known.last().orElseThrow().detail();
        boolean absent = evidence == Evidence.PROVEN_ABSENT;
        if (decide(draft, known, new Finding(evidence, detail, absent, ""))) {
            return;
        }
        Instant proven = known.since().plus(Policy.ABSENT_AFTER);
        if (draft.now.isBefore(proven)) {
            draft.refreshes.add(
                    new Next.RefreshAfter(UNKNOWN.after(Duration.between(known.since(), draft.now)), List.of(what)));
        } else if (evidence == Evidence.NOT_LISTED) {
            draft.refreshNow(what);
        } else {
            draft.concerns.add(Concern.unknown(known, what));
            draft.refreshAgain(what, known.since());
        }
    }

    /** Returns the lookup that would show the operation's effect. */
    private static Lookup whereabouts(Operation operation) {
        String object = payment(operation)
                .orElseGet(() -> TagQuery.of(operation.header()).text());
        return new Lookup(operation.header().gateway(), ExternalIds.of(object));
    }

    /** Returns the payment that it is about; empty for a charge, whose payment is found by our tag. */
    private static Optional<String> payment(Operation operation) {
        return switch (operation) {
            case Operation.Charge charge -> charge.confirms().map(Operation.DeclinedPayment::id);
            case Operation.Capture capture -> Optional.of(capture.payment());
            case Operation.Void it -> Optional.of(it.payment());
            case Operation.Refund refund -> Optional.of(refund.payment());
        };
    }
}
