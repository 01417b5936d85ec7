package dev.payonce.ledger;

import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.util.ArrayList;
import java.util.List;

/**
 * An order with something in flight.
 *
 * @param order its number
 * @param why what it waits for, a sentence each
 */
public record OpenOrder(long order, List<String> why) {

    public OpenOrder {
        why = List.copyOf(why);
    }

    /**
     * Makes the open order of a ledger. Pure.
     *
     * @param effects the number of its effects that the shop has not finished
     */
    public static OpenOrder of(long number, Ledger ledger, long effects) {
        List<String> why = new ArrayList<>();
        ledger.operations().all().forEach(operation -> {
            if (operation.due()) {
                why.add("Operation " + operation.number() + " is due.");
            } else if (operation.unknown()) {
                why.add("The outcome of operation " + operation.number() + " is unknown.");
            }
        });
        ledger.lastObserved().values().forEach(seen -> payment(seen, why));
        ledger.lastReversals().values().stream()
                .map(line -> ((Fact.ReversalObserved) line.fact()).reversal())
                .filter(reversal ->
                        reversal.state() == Reversal.State.PENDING || reversal.state() == Reversal.State.OPEN)
                .forEach(reversal -> why.add(reversal.id() + " is not over: " + kind(reversal) + "."));
        ledger.openReviews()
                .forEach(review -> why.add("Review " + review.number() + " is open: " + review.reason() + "."));
        if (effects > 0) {
            why.add("The shop has not applied " + effects + " effects.");
        }
        return new OpenOrder(number, why.isEmpty() ? List.of("Its next refresh is to come.") : why);
    }

    private static String kind(Reversal reversal) {
        return switch (reversal.kind()) {
            case REFUND -> "a refund";
            case DISPUTE, INQUIRY -> "a dispute or an inquiry";
            case FRAUD_REVIEW, FRAUD_WARNING -> "a fraud review at the gateway";
        };
    }

    private static void payment(Fact.PaymentObserved seen, List<String> why) {
        switch (seen.stage()) {
            case AUTHORIZED -> why.add(seen.payment() + " is authorized: capture it, or cancel it.");
            case PENDING, APPROVED -> why.add(seen.payment() + " is on its way.");
            case OPEN -> {
                if (seen.waitsFor() == Payment.WaitsFor.SHOPPER
                        && seen.decline().isEmpty()) {
                    why.add(seen.payment() + " waits for the shopper.");
                }
            }
            case CAPTURED, CLOSED -> {}
        }
    }
}
