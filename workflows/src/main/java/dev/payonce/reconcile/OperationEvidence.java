package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Refunds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The evidence that answers and payments give about an operation; nothing else reads them for that. */
final class OperationEvidence {

    private OperationEvidence() {}

    /**
     * One piece of evidence, with what the ledger keeps of it.
     *
     * @param mayRetry after a decline: another attempt may succeed; in doubt: the gateway may still carry it out by itself
     * @param payment the payment that shows it, empty where none does
     */
    record Finding(Evidence evidence, String detail, boolean mayRetry, String payment) {

        static Finding of(Evidence evidence, String detail) {
            return new Finding(evidence, detail, false, "");
        }
    }

    /** Returns the evidence of a gateway's own answer; empty where it is an old answer that is reconciled again. */
    static Optional<Finding> ofAnswer(Operations operations, Operations.Known known, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Seen(var _, var payment) ->
                ofPayment(operations, known, payment)
                        .or(() -> Optional.of(new Finding(
                                Evidence.REFUSED_ANSWER, whyRefused(known.operation(), payment), true, payment.id())));
            case Outcome.Declined(var _, var code, var again) ->
                Optional.of(new Finding(Evidence.DECLINED_ANSWER, code, again, ""));
            case Outcome.Unknown(var _, var why, var late, var sentAt) ->
                Optional.of(new Finding(late ? Evidence.MAY_COME : Evidence.NO_ANSWER, why, late, ""))
                        .filter(_ -> isOfALaterTry(known, sentAt));
            case Outcome.Refused(var _, var why) -> Optional.of(Finding.of(Evidence.REFUSED_ANSWER, why));
            case Outcome.NotSent(var _, var why) ->
                Optional.of(Finding.of(Evidence.NOT_SENT, Operations.NOT_SENT + why));
        };
    }

    /**
     * A lost answer is news only if its try started after the operation was last in doubt. Otherwise a reconciliation that
     * is repeated would open what was decided in it: an operator's giveUp, for instance.
     */
    private static boolean isOfALaterTry(Operations.Known known, Instant sentAt) {
        return known.due() || sentAt.isAfter(known.inDoubt().orElse(known.since()));
    }

    /** Returns the evidence of a payment as the gateway shows it, also for an operation whose answer was lost. */
    static Optional<Finding> ofPayment(Operations operations, Operations.Known known, Payment payment) {
        return switch (known.operation()) {
            case Operation.Charge _ -> ofCharge(known, payment);
            case Operation.Capture capture -> ofCapture(operations, known, capture, payment);
            case Operation.Void _ -> ofVoid(operations, known, payment);
            case Operation.Refund _ ->
                payment.reversals().stream()
                        .filter(reversal -> Refunds.isOf(reversal, known))
                        .findFirst()
                        .map(reversal -> shown(reversal.id(), payment));
        };
    }

    private static Optional<Finding> ofCharge(Operations.Known known, Payment payment) {
        if (payment.refused()) {
            Payment.Decline decline = payment.decline().orElseThrow();
            return Optional.of(new Finding(Evidence.DECLINED_SHOWN, decline.code(), decline.mayRetry(), payment.id()));
        }
        boolean came = known.open() || payment.stage() != Stage.CLOSED; // A closed payment proves no decline wrong.
        return came ? Optional.of(shown(state(payment), payment)) : Optional.empty();
    }

    /** Captures bear no number at a gateway: the captured money shows them, in the order in which they were made. */
    private static Optional<Finding> ofCapture(
            Operations operations, Operations.Known known, Operation.Capture capture, Payment payment) {
        long captured = payment.captured().minor();
        long before = captures(operations, payment, known.number());
        if (known.counts() && captured >= before + capture.money().minor()) {
            return Optional.of(shown("", payment));
        }
        if (known.open() && !payment.alive()) {
            return Optional.of(new Finding(Evidence.LOST_SHOWN, "is_" + state(payment), false, payment.id()));
        }
        long all = captures(operations, payment, Integer.MAX_VALUE);
        return !known.counts() && captured == all + capture.money().minor()
                ? Optional.of(shown("", payment))
                : Optional.empty();
    }

    private static long captures(Operations operations, Payment payment, int before) {
        return operations
                .captures(payment.id())
                .filter(known -> known.number() < before && known.counts())
                .mapToLong(
                        known -> ((Operation.Capture) known.operation()).money().minor())
                .sum();
    }

    /** A closed payment proves the last void of it; an earlier one that was refused stays so. */
    private static Optional<Finding> ofVoid(Operations operations, Operations.Known known, Payment payment) {
        boolean last = operations
                .voids(payment.id())
                .reduce((_, later) -> later)
                .filter(known::equals)
                .isPresent();
        return switch (payment.stage()) {
            case CLOSED -> known.open() || last ? Optional.of(shown("", payment)) : Optional.empty();
            case CAPTURED -> Optional.of(new Finding(Evidence.LOST_SHOWN, "captured", false, payment.id()));
            case OPEN, APPROVED, PENDING, AUTHORIZED -> Optional.empty();
        };
    }

    private static Finding shown(String detail, Payment payment) {
        return new Finding(Evidence.DONE_SHOWN, detail, false, payment.id());
    }

    /** The gateway's answer without what was asked for: it did not take it, for good. */
    private static String whyRefused(Operation operation, Payment payment) {
        if (!(operation instanceof Operation.Refund)) {
            return "is_" + state(payment);
        }
        if (payment.disputed()) {
            return "is_disputed";
        }
        return payment.holdsMoney() ? "not_refunded" : "is_refunded";
    }

    static boolean isAbout(Operations.Known known, Payment payment) {
        return switch (known.operation()) {
            case Operation.Charge _ ->
                payment.tag().filter(tag -> tag.operation() == known.number()).isPresent();
            case Operation.Capture capture -> capture.payment().equals(payment.id());
            case Operation.Void it -> it.payment().equals(payment.id());
            case Operation.Refund refund -> refund.payment().equals(payment.id());
        };
    }

    /** Returns true where this evidence is a status of its own, or a later try in doubt. */
    static boolean isNews(OperationStatus status, OperationStatus next, Evidence evidence) {
        boolean lost = evidence == Evidence.NO_ANSWER || evidence == Evidence.MAY_COME;
        return next != status || (next == OperationStatus.UNKNOWN && lost);
    }

    static String state(Payment payment) {
        return payment.stage().name().toLowerCase(Locale.ROOT);
    }
}
