package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import java.util.List;
import java.util.Optional;

/** The choice of ledger lines that become notes on the order, besides its status moves, which always do. */
public final class NotePolicy {

    private NotePolicy() {}

    /**
     * Reports whether the fact gets a note: a refund that is done or failed later, or a rule's refund when it is
     * decided. A dispute or a sign of fraud gets one where the order's status does not show it. A void gets one where the order is paid or
     * closed already. A review gets one when it opens and when it closes.
     *
     * @param status the order's status before this line
     * @param before the ledger before this line
     * @param added all lines that are written with this one
     */
    public static boolean worthIt(Fact fact, Status status, Ledger before, List<Entry> added) {
        return switch (fact) {
            case Fact.OperationCreated(Operation.Refund refund) -> refund.cause() != Operation.Refund.Cause.REQUEST;
            case Fact.OperationCreated(Operation.Void _) ->
                switch (status) {
                    case PROCESSING, COMPLETED, CANCELLED, REFUNDED, TRASH -> true;
                    case PENDING, FAILED, ON_HOLD, OTHER -> false;
                };
            case Fact.ReversalObserved(var _, var _, var reversal) ->
                reversal.kind() == Reversal.Kind.REFUND
                        ? refund(reversal, before)
                        : !reversal.unread() && !moves(reversal, added);
            case Fact.ReviewOpened _, Fact.ReviewClosed _ -> true;
            default -> false;
        };
    }

    /** Returns the note about a void, for both programs that write notes. */
    public static String voided(Operation.Void voided) {
        return "Payment " + voided.payment() + " is being voided: the order does not wait for it.";
    }

    /** Returns the note about a bank's question, which is no dispute yet. */
    public static String inquiry(Fact.ReversalObserved seen) {
        String about = "Inquiry " + seen.reversal().id() + " about payment " + seen.payment();
        return seen.reversal().state() == Reversal.State.OPEN
                ? about + " (" + seen.reversal().money().text() + "): answer it, or refund it. No money is taken yet."
                : about + " is closed.";
    }

    /** Returns the note about a fraud review or a fraud warning. */
    public static String suspicion(Fact.ReversalObserved seen) {
        Reversal sign = seen.reversal();
        String why = sign.reason().isEmpty() ? "" : " (" + sign.reason() + ")";
        if (sign.kind() == Reversal.Kind.FRAUD_WARNING) {
            return "Fraud warning " + sign.id() + " about payment " + seen.payment() + why
                    + ": a dispute is likely. Refund it, or ship nothing more. Nothing was refunded, and an order on hold"
                    + " stays there until a person moves it.";
        }
        return "Fraud review " + sign.id() + " of payment " + seen.payment()
                + switch (sign.state()) {
                    case OPEN -> " is open" + why + ": decide it at the gateway before you ship.";
                    case WON -> " is closed: approved.";
                    case PENDING -> " cannot be read yet.";
                    case DONE, FAILED, LOST, PREVENTED -> " is closed" + why + ": it was not approved.";
                };
    }

    /** Returns the note about an order that others took off hold. */
    public static String released(Fact.OrderStatusChanged moved) {
        return "The order was taken off hold. Payonce does not hold it again for what it knows of payment "
                + moved.payment() + " now.";
    }

    /** Returns the sentence about a hold that others undid at once, for the clerk who did; empty for another move. */
    public static Optional<String> heldAgain(Fact.OrderStatusChanged moved, Ledger ledger) {
        return Optional.of(moved)
                .filter(it -> it.to() == Status.ON_HOLD)
                .flatMap(ledger::undoneHold)
                .map(_ -> "The order is on hold again, since it was taken off hold a moment after it went there."
                        + " Set the status once again to release it.");
    }

    /**
     * Returns the text of a note about a closed review.
     *
     * @param added all lines that are written with this one; an operator's decision is among them
     */
    public static String closed(Fact.ReviewClosed closed, List<Entry> added) {
        return "Payonce: manual review " + closed.review() + " is closed: "
                + decision(closed, added).orElse("its facts have changed, and it needs no decision") + ".";
    }

    /** Returns who closed the review and why; empty where its facts have changed. */
    public static Optional<String> decision(Fact.ReviewClosed closed, List<Entry> added) {
        return added.stream()
                .map(Entry::fact)
                .filter(Fact.ReviewDecided.class::isInstance)
                .map(Fact.ReviewDecided.class::cast)
                .filter(decided -> decided.decision().review() == closed.review())
                .map(decided -> decided.who() + ": " + decided.decision().why())
                .findFirst();
    }

    /** Returns true when one of these lines moves the order because of this dispute or sign of fraud. */
    public static boolean moves(Reversal dispute, List<Entry> added) {
        return added.stream()
                .anyMatch(line -> line.fact() instanceof Fact.OrderStatusChanged moved
                        && moved.detail().equals(dispute.id()));
    }

    private static boolean refund(Reversal reversal, Ledger before) {
        return reversal.state() == Reversal.State.DONE
                || (reversal.state() == Reversal.State.FAILED && before.everDone(reversal));
    }
}
