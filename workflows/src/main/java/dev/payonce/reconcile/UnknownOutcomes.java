package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Concern;
import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationEvidence;
import dev.payonce.ledger.OperationEvidence.Finding;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.OperationTable;
import dev.payonce.ledger.Operations;
import dev.payonce.order.ExternalIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rules for the outcomes of operations. An unknown outcome is a status of its own. It is looked up, by the
 * payment's id or by our own tag, until the gateway shows what happened or has proven that nothing did. {@link
 * OperationTable} says what follows from each piece of evidence.
 */
final class UnknownOutcomes {

    /** While an operation is in doubt it is looked up soon: a caller waits for it. */
    private static final Policy.RefreshIntervals UNKNOWN =
            new Policy.RefreshIntervals(Policy.UNKNOWN_REFRESH_FIRST, Policy.UNKNOWN_REFRESH_LONGEST);

    private UnknownOutcomes() {}

    /** Writes down what the gateway answered, and what its payments show. */
    static void record(Draft draft) {
        draft.seen
                .outcomes()
                .forEach(outcome -> weigh(
                        draft,
                        outcome.operation(),
                        known -> OperationEvidence.ofAnswer(draft.operations(), known, outcome)));
        draft.ours.forEach(payment -> draft.operations()
                .all()
                .forEach(each -> weigh(
                        draft,
                        each.number(),
                        known -> OperationEvidence.ofPayment(draft.operations(), known, payment))));
    }

    private static void weigh(Draft draft, int number, Function<Operations.Known, Optional<Finding>> evidence) {
        draft.operations()
                .number(number)
                .ifPresent(known -> evidence.apply(known).ifPresent(finding -> decide(draft, known, finding)));
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
     */
    static void reconcile(Draft draft) {
        for (Operations.Known known : draft.operations().all()) {
            if (known.unknown()) {
                Lookup what = whereabouts(known.operation());
                if (draft.seen.lookedUp().all().containsAll(what.objects().all())) {
                    lookedUp(draft, known, what, evidence(draft, known));
                } else {
                    draft.refreshNow(what);
                }
            }
        }
    }

    /** Returns the evidence of a refresh that does not show the operation. */
    private static Evidence evidence(Draft draft, Operations.Known known) {
        if (objectUnknown(draft, known.operation())) {
            return Evidence.OBJECT_UNKNOWN;
        }
        if (ChargeResend.withdrawn(draft, known)) {
            return Evidence.PROVEN_ABSENT;
        }
        if (ChargeResend.right(draft, known)) {
            return Evidence.RESENDABLE;
        }
        Instant proven = known.since().plus(Policy.ABSENT_AFTER);
        boolean early = draft.now.isBefore(proven) || draft.command.since().isBefore(proven);
        // A charge is found by its tag only, so the gateway has to show first that it knows the order's other payments.
        if (early || (known.operation().target().isEmpty() && !RefreshSchedule.everyoneWasSeen(draft, ""))) {
            return Evidence.NOT_LISTED;
        }
        return known.mayCome() ? Evidence.MAY_COME_OVERDUE : Evidence.PROVEN_ABSENT;
    }

    /**
     * Reports whether the gateway does not know what it has shown before; that proves nothing, since it may be another
     * account.
     */
    private static boolean objectUnknown(Draft draft, Operation operation) {
        String gateway = operation.header().gateway();
        ExternalIds missing = draft.seen.missing(gateway);
        return operation
                .target()
                .map(missing::contains)
                .orElseGet(() -> draft.ledger().lastObserved().values().stream()
                        .anyMatch(known -> known.gateway().equals(gateway)
                                && known.externalIds().meet(missing)));
    }

    private static void lookedUp(Draft draft, Operations.Known known, Lookup what, Evidence evidence) {
        String detail = known.last().orElseThrow().detail();
        if (decide(draft, known, new Finding(evidence, detail, evidence == Evidence.PROVEN_ABSENT, ""))) {
            return;
        }
        if (draft.now.isBefore(known.since().plus(Policy.ABSENT_AFTER))) {
            draft.refreshAt(what, draft.now.plus(UNKNOWN.after(Duration.between(known.since(), draft.now))));
        } else if (evidence == Evidence.NOT_LISTED) {
            draft.refreshNow(what);
        } else {
            draft.concerns.add(Concern.unknown(known, what));
            draft.refreshAgain(what, known.since());
        }
    }

    /** Returns the lookup that would show the operation's effect: by its payment, or by our tag. */
    private static Lookup whereabouts(Operation operation) {
        return Lookup.of(
                operation.header().gateway(),
                operation
                        .target()
                        .orElseGet(() -> TagQuery.of(operation.header()).text()));
    }
}
