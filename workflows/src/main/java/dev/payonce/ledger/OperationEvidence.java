package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The evidence that answers and payments give about an operation; nothing else reads them for that. */
public final class OperationEvidence {

    private OperationEvidence() {}

    /**
     * A piece of evidence, with its part that the ledger keeps.
     *
     * @param mayRetry after a decline: another attempt may succeed; in doubt: the gateway may still carry it out by
     *     itself
     * @param payment the payment that shows it, empty where none does
     */
    public record Finding(Evidence evidence, String detail, boolean mayRetry, String payment) {

        public static Finding of(Evidence evidence, String detail) {
            return new Finding(evidence, detail, false, "");
        }
    }

    /** Returns the evidence of a gateway's own answer; empty where it is an old answer that is reconciled again. */
    public static Optional<Finding> ofAnswer(Operations operations, Operations.Known known, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Seen(var _, var payment) ->
                (known.operation() instanceof Operation.Charge
                                ? ofCharge(known, payment)
                                : shownBy(operations, known, payment))
                        .or(() -> Optional.of(new Finding(
                                Evidence.REFUSED_ANSWER, whyRefused(known.operation(), payment), true, payment.id())));
            case Outcome.Declined(var _, var code, var again) ->
                Optional.of(new Finding(Evidence.DECLINED_ANSWER, code, again, ""));
            case Outcome.Unknown(var _, var why, var late, var sentAt) ->
                Optional.of(new Finding(late ? Evidence.MAY_COME : Evidence.NO_ANSWER, why, late, ""))
                        .filter(_ -> isOfALaterTry(known, sentAt));
            case Outcome.Refused(var _, var why) -> Optional.of(Finding.of(Evidence.REFUSED_ANSWER, why));
            case Outcome.NotSent(var _, var why, var sole, var sentAt) ->
                sole
                        ? Optional.of(Finding.of(Evidence.NOT_SENT, Operations.NOT_SENT + why))
                        : Optional.of(Finding.of(Evidence.NO_ANSWER, Operations.PERHAPS_SENT + why))
                                .filter(_ -> isOfALaterTry(known, sentAt));
        };
    }

    /**
     * Reports whether a lost answer is news: only if its try started after the operation was last in doubt. Otherwise a
     * reconciliation that is repeated would open what was decided in it: an operator's giveUp, for instance.
     */
    private static boolean isOfALaterTry(Operations.Known known, Instant sentAt) {
        return known.due() || sentAt.isAfter(known.inDoubt().orElse(known.since()));
    }

    /** Returns the evidence of a payment as the gateway shows it, also for an operation whose answer was lost. */
    public static Optional<Finding> ofPayment(Operations operations, Operations.Known known, Payment payment) {
        return isAbout(operations, known, payment) ? shownBy(operations, known, payment) : Optional.empty();
    }

    private static Optional<Finding> shownBy(Operations operations, Operations.Known known, Payment payment) {
        return switch (known.operation()) {
            case Operation.Charge charge ->
                isEarlierAttempt(charge, payment) ? Optional.empty() : ofCharge(known, payment);
            case Operation.Capture capture -> ofCapture(operations, known, capture, payment);
            case Operation.Void _ -> ofVoid(operations, known, payment);
            case Operation.Refund _ ->
                payment.reversals().stream()
                        .filter(reversal -> Refunds.isOf(reversal, known))
                        .findFirst()
                        .map(reversal -> shown(reversal.id(), payment));
        };
    }

    /**
     * Returns true when a payment that is confirmed again still shows the attempt of before. It says nothing about this one,
     * which may be on its way.
     */
    private static boolean isEarlierAttempt(Operation.Charge charge, Payment payment) {
        return payment.refused()
                && charge.confirms()
                        .filter(declined -> declined.attempt().equals(payment.transaction()))
                        .isPresent();
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
        long before = captured(operations, payment, known.number());
        if (known.counts() && captured >= before + capture.money().minor()) {
            return Optional.of(shown("", payment));
        }
        if (known.open() && !payment.alive()) {
            return Optional.of(new Finding(Evidence.LOST_SHOWN, "is_" + state(payment), false, payment.id()));
        }
        long all = captured(operations, payment, Integer.MAX_VALUE);
        return !known.counts() && captured == all + capture.money().minor()
                ? Optional.of(shown("", payment))
                : Optional.empty();
    }

    private static long captured(Operations operations, Payment payment, int before) {
        return operations.captured(payment.id(), before).map(Money::minor).orElse(0L);
    }

    /**
     * Finds the evidence of a void; a closed payment proves the last one, and an earlier one that was refused stays so.
     */
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

    /** Returns the reason for which the gateway did not carry the operation out, for good. */
    private static String whyRefused(Operation operation, Payment payment) {
        if (!(operation instanceof Operation.Refund)) {
            return "is_" + state(payment);
        }
        if (payment.disputed()) {
            return "is_disputed";
        }
        return payment.holdsMoney() ? "not_refunded" : "is_refunded";
    }

    private static boolean isAbout(Operations operations, Operations.Known known, Payment payment) {
        Optional<Integer> number = known.operation() instanceof Operation.Charge
                ? operations.attemptOf(payment).map(Operations.Known::number)
                : known.operation().target().filter(payment.id()::equals).map(_ -> known.number());
        return number.filter(one -> one == known.number()).isPresent();
    }

    /** Returns true where this evidence is a status of its own, or a later try in doubt. */
    public static boolean isNews(OperationStatus status, OperationStatus next, Evidence evidence) {
        boolean lost = evidence == Evidence.NO_ANSWER || evidence == Evidence.MAY_COME;
        return next != status || (next == OperationStatus.UNKNOWN && lost);
    }

    private static String state(Payment payment) {
        return payment.stage().name().toLowerCase(Locale.ROOT);
    }
}
