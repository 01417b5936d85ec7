package dev.payonce.ledger;

import dev.payonce.gateway.Lookup;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import java.util.Optional;

/**
 * A case that the rules must not decide; it goes to manual review.
 *
 * @param payment the payment in question, as it was just seen
 * @param operation the number of the operation in question, whose outcome is unknown
 */
public record Concern(
        Review.Reason reason,
        Lookup about,
        String facts,
        String line,
        Optional<Payment> payment,
        Optional<Integer> operation) {

    /**
     * Makes the concern about a payment.
     *
     * @param asked the amount or object that is also part of what it is about
     */
    public static Concern of(Review.Reason reason, Payment payment, String line, String asked, Refunds refunds) {
        String facts = String.join(
                " ",
                payment.id(),
                payment.stage().name(),
                payment.amount().text(),
                payment.captured().text(),
                payment.net().text(),
                asked);
        long failed = refunds.of(payment).filter(Refunds.Made::cameToNothing).count();
        String tried = failed == 0 ? "" : " " + failed + " refunds";
        return new Concern(reason, Lookup.of(payment), facts + tried, line, Optional.of(payment), Optional.empty());
    }

    /** Makes the concern about an operation whose outcome stays unknown. */
    public static Concern unknown(Operations.Known operation, Lookup about) {
        String why = operation.last().map(Fact.OperationResolved::detail).orElse("");
        String line = "Operation " + operation.number() + " (" + why + ") is not shown by " + about.gateway()
                + (operation.mayCome()
                        ? ", which may still carry it out"
                        : ", which does not know a payment that it has shown before");
        String facts = "operation " + operation.number() + " " + why;
        return new Concern(
                Review.Reason.OUTCOME_UNKNOWN, about, facts, line, Optional.empty(), Optional.of(operation.number()));
    }

    /** Makes the concern about an object of a callback that the gateway does not know, also after a while. */
    public static Concern notFound(String gateway, String object) {
        String line = gateway + " sent a callback about " + object + " and does not know it";
        return of(Review.Reason.NOT_FOUND, Lookup.of(gateway, object), object, line);
    }

    /** Makes the concern about neither a payment nor an operation. */
    public static Concern of(Review.Reason reason, Lookup about, String facts, String line) {
        return new Concern(reason, about, facts, line, Optional.empty(), Optional.empty());
    }
}
