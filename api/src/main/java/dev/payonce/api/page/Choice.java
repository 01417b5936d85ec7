package dev.payonce.api.page;

import dev.payonce.api.history.EntryDescription;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.money.Money;
import dev.payonce.review.ReviewAction;
import java.util.Locale;
import java.util.Optional;

/**
 * A choice of a review, in words that say what it does before it is done.
 *
 * @param id names the choice on its page
 * @param action the word of the HTTP API
 * @param payment the payment that it is about, or empty
 * @param operation the operation that it is about, or empty
 * @param button the label of its button
 * @param does the consequences
 * @param undone true where a later decision cannot take it back
 */
record Choice(String id, String action, String payment, String operation, String button, String does, boolean undone) {

    static Choice of(int review, ReviewAction action, Ledger ledger) {
        return switch (action) {
            case ReviewAction.Refresh() ->
                choice(review, "refresh", "", "", "Check again", "Reads the gateway and the order now.", false);
            case ReviewAction.AcceptPaid(var payment) ->
                choice(
                        review,
                        "acceptPaid",
                        payment,
                        "",
                        "Accept " + amount(ledger, payment, false),
                        "Accepts the %s that %s captured as what the order asks. The order becomes paid and is"
                                        .formatted(amount(ledger, payment, false), payment)
                                + " fulfilled. It moves no money. It cannot be undone here.",
                        true);
            case ReviewAction.RefundDuplicate(var payment) ->
                choice(
                        review,
                        "refundDuplicate",
                        payment,
                        "",
                        "Refund " + amount(ledger, payment, true),
                        "Refunds %s of %s to the shopper. It cannot be undone."
                                .formatted(amount(ledger, payment, true), payment),
                        true);
            case ReviewAction.GiveUp(var operation) ->
                choice(
                        review,
                        "giveUp",
                        "",
                        Integer.toString(operation),
                        "Give up operation " + operation,
                        "Stops waiting for %s. %s It cannot be undone."
                                .formatted(operation(ledger, operation), risk(ledger, operation)),
                        true);
            case ReviewAction.RetryEffects() ->
                choice(
                        review,
                        "retryEffects",
                        "",
                        "",
                        "Let the shop try again",
                        "Has the shop apply the rejected effects again. It moves no money. Mend the cause first.",
                        false);
            case ReviewAction.Dismiss() ->
                choice(
                        review,
                        "dismiss",
                        "",
                        "",
                        "Dismiss",
                        ledger.openReviews().stream()
                                .filter(open -> open.number() == review)
                                .findFirst()
                                .map(ReviewWords::dismissal)
                                .orElse("Closes the review."),
                        true);
        };
    }

    private static Choice choice(
            int review, String action, String payment, String operation, String button, String does, boolean undone) {
        String id = String.join("-", "choice", review + "", action.toLowerCase(Locale.ROOT), payment + operation)
                .replaceAll("[^A-Za-z0-9-]", "-");
        return new Choice(id, action, payment, operation, button, does, undone);
    }

    /** @param left true for what the merchant still holds of it, false for all that was captured */
    private static String amount(Ledger ledger, String payment, boolean left) {
        Optional<Fact.PaymentObserved> seen = ledger.lastObserved(payment);
        return seen.map(known -> left
                        ? new Money(ledger.net(known), known.captured().currency()).text()
                        : known.captured().text())
                .orElse("what is left");
    }

    /** Says what is possible again, and what happens if the gateway carries the operation out after all. */
    private static String risk(Ledger ledger, int number) {
        return ledger.operations()
                .number(number)
                .map(known -> switch (known.operation()) {
                    case Operation.Charge _ ->
                        "The order may be charged again. If the gateway carries it out after all, the shopper pays twice until"
                                + " the second payment is refunded.";
                    case Operation.Refund _ ->
                        "It may be refunded again. If the gateway carries it out after all, the shopper gets the amount twice,"
                                + " and nothing takes it back.";
                    case Operation.Capture _ ->
                        "The authorization may be captured or cancelled again. If the gateway carries it out after all, it"
                                + " takes the money.";
                    case Operation.Void _ ->
                        "The authorization may be captured. If the gateway carries it out after all, that capture fails, and"
                                + " the order gets no money.";
                })
                .orElse("The gateway may carry it out after all.");
    }

    private static String operation(Ledger ledger, int number) {
        return ledger.operations()
                .number(number)
                .map(known -> "operation " + number + ", to " + EntryDescription.operation(known.operation()))
                .orElse("operation " + number);
    }
}
