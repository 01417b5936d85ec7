package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Refunds;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;

/**
 * A case that the rules must not decide; it goes to manual review.
 *
 * @param captured the payment whose money is in question, empty where none was captured
 * @param duplicate true when that money could be given back, since it has not paid the order
 */
record Concern(Review.Reason reason, Lookup about, String facts, String line, String captured, boolean duplicate) {

    /**
     * Makes the concern about a payment.
     *
     * @param asked the amount or object that is also part of what it is about
     * @param paid true when the payment has paid the order
     */
    static Concern of(Review.Reason reason, Payment payment, String line, String asked, Refunds refunds, boolean paid) {
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
        String captured = payment.stage() == Stage.CAPTURED ? payment.id() : "";
        boolean duplicate = reason.isDuplicate() && payment.holdsMoney() && !payment.disputed() && !paid;
        return new Concern(reason, Lookup.of(payment), facts + tried, line, captured, duplicate);
    }

    /** Makes the concern about an operation whose outcome stays unknown. */
    static Concern unknown(Operations.Known operation, Lookup about) {
        String why = operation.last().map(Fact.OperationResolved::detail).orElse("");
        String line = "Operation " + operation.number() + " (" + why + ") is not shown by " + about.gateway()
                + (operation.mayCome()
                        ? ", which may still carry it out"
                        : ", which does not know a payment that it has shown before");
        String facts = "operation " + operation.number() + " " + why;
        return new Concern(Review.Reason.OUTCOME_UNKNOWN, about, facts, line, "", false);
    }

    /** Makes the concern about an object of a callback that the gateway does not know, also after a while. */
    static Concern notFound(String gateway, String object) {
        String line = gateway + " sent a callback about " + object + " and does not know it";
        Lookup about = new Lookup(gateway, ExternalIds.of(object));
        return new Concern(Review.Reason.NOT_FOUND, about, object, line, "", false);
    }
}
