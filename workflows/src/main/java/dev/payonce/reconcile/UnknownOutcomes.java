package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Fact.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Refunds;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;

/**
 * What became of operations. An unknown outcome is a state of its own: it is looked up, by the payment's id or by our
 * own tag, until the gateway shows what happened or has proven that nothing did.
 */
final class UnknownOutcomes {

    private UnknownOutcomes() {}

    /** Writes down what the gateway answered, and what its payments show. */
    static void record(Draft draft, Observation seen, List<Payment> ours) {
        for (Outcome outcome : seen.outcomes()) {
            draft.operations().number(outcome.operation()).ifPresent(known -> record(draft, known, outcome));
        }
        ours.forEach(payment -> shown(draft, payment));
    }

    private static void record(Draft draft, Operations.Known known, Outcome outcome) {
        switch (outcome) {
            case Outcome.Seen(var _, var payment) -> answered(draft, known, payment);
            case Outcome.Declined(var _, var code, var again) ->
                draft.resolve(known, OperationStatus.DECLINED, code, again, "");
            case Outcome.Unknown(var _, var why, var late, var _) ->
                draft.resolve(known, OperationStatus.UNKNOWN, why, late, "");
            case Outcome.Refused(var _, var why) -> draft.resolve(known, OperationStatus.REFUSED, why, false, "");
            case Outcome.NotSent(var _, var why) ->
                draft.resolve(known, OperationStatus.UNKNOWN, Operations.NOT_SENT + why, false, "");
        }
    }

    /** The gateway's own answer to an operation: whatever it shows is what the operation came to. */
    private static void answered(Draft draft, Operations.Known known, Payment payment) {
        switch (known.operation()) {
            case Operation.Charge _ -> charged(draft, known, payment);
            case Operation.Capture _, Operation.Void _ -> shownOr("is_" + state(payment), draft, known, payment);
            case Operation.Refund _ -> shownOr(notRefunded(payment), draft, known, payment);
        }
    }

    /** The gateway's answer without what was asked for: it did not take it, for good. */
    private static void shownOr(String why, Draft draft, Operations.Known known, Payment payment) {
        shown(draft, payment);
        draft.operations()
                .number(known.number())
                .filter(Operations.Known::open)
                .ifPresent(still -> draft.resolve(still, OperationStatus.REFUSED, why, true, payment.id()));
    }

    private static String notRefunded(Payment payment) {
        if (payment.disputed()) {
            return "is_disputed";
        }
        return payment.holdsMoney() ? "not_refunded" : "is_refunded";
    }

    private static void charged(Draft draft, Operations.Known known, Payment payment) {
        if (payment.refused()) {
            Payment.Decline decline = payment.decline().orElseThrow();
            draft.resolve(known, OperationStatus.DECLINED, decline.code(), decline.mayRetry(), payment.id());
        } else {
            draft.resolve(known, OperationStatus.DONE, state(payment), false, payment.id());
        }
    }

    /** A payment that was looked at shows what became of the operations on it, also those whose answer was lost. */
    private static void shown(Draft draft, Payment payment) {
        payment.tag()
                .flatMap(tag -> draft.operations().number(tag.operation()))
                .filter(known -> known.open() && known.operation() instanceof Operation.Charge)
                .ifPresent(known -> charged(draft, known, payment));
        draft.operations().voids(payment.id()).filter(Operations.Known::open).forEach(known -> {
            if (payment.stage() == Stage.CLOSED) {
                draft.resolve(known, OperationStatus.DONE, "", false, payment.id());
            } else if (payment.stage() == Stage.CAPTURED) {
                draft.resolve(known, OperationStatus.REFUSED, "captured", false, payment.id());
            }
        });
        refunded(draft, payment);
        long captured = 0;
        for (Operations.Known known : draft.operations().captures(payment.id()).toList()) {
            captured += known.counts()
                    ? ((Operation.Capture) known.operation()).money().minor()
                    : 0;
            if (known.open() && payment.captured().minor() >= captured) {
                draft.resolve(known, OperationStatus.DONE, "", false, payment.id());
            } else if (known.open() && (payment.stage() == Stage.CLOSED || payment.stage() == Stage.CAPTURED)) {
                draft.resolve(known, OperationStatus.REFUSED, "is_" + state(payment), false, payment.id());
            }
        }
    }

    /** A refund bears our number, so it is known whoever brings it, and however late. */
    private static void refunded(Draft draft, Payment payment) {
        draft.operations()
                .refunds(payment.id())
                .forEach(known -> payment.reversals().stream()
                        .filter(reversal -> Refunds.isOf(reversal, known))
                        .findFirst()
                        .ifPresent(reversal -> draft.shown(known, reversal.id(), payment.id())));
    }

    /**
     * What is still in doubt is looked up; what the gateway does not show after a while has never reached it. That takes a
     * look that was begun after this while: an older one may be settled as late as this, when a worker dies in between.
     *
     * @param since when looking was begun
     */
    static void reconcile(Draft draft, ExternalIds lookedUp, Instant since, ChargeResend resends) {
        for (Operations.Known known : draft.operations().all()) {
            if (!known.unknown()) {
                continue;
            }
            Lookup what = whereabouts(known.operation());
            Instant proven = known.since().plus(Policy.ABSENT_AFTER);
            if (!lookedUp.all().containsAll(what.objects().all())) {
                draft.refreshNow(what);
            } else if (resends.right(known)) {
                draft.resolve(
                        known,
                        OperationStatus.RESENT,
                        known.last().orElseThrow().detail(),
                        false,
                        "");
            } else if (draft.now.isBefore(proven)) {
                draft.refreshSoon(what, known.since());
            } else if (since.isBefore(proven)) {
                draft.refreshNow(what);
            } else if (known.last().orElseThrow().mayRetry()) {
                draft.concern(known, what);
                draft.refreshAgain(what, known.since());
            } else {
                draft.resolve(
                        known,
                        OperationStatus.ABSENT,
                        known.last().orElseThrow().detail(),
                        true,
                        "");
            }
        }
    }

    /** Where its effect would be seen. */
    private static Lookup whereabouts(Operation operation) {
        String object = switch (operation) {
            case Operation.Charge charge -> TagQuery.of(charge.header()).text();
            case Operation.Capture capture -> capture.payment();
            case Operation.Void it -> it.payment();
            case Operation.Refund refund -> refund.payment();
        };
        return new Lookup(operation.header().gateway(), ExternalIds.of(object));
    }

    static String state(Payment payment) {
        return payment.stage().name().toLowerCase(java.util.Locale.ROOT);
    }
}
