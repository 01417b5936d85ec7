package dev.payonce.woocommerce;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Reversal;
import dev.payonce.review.Review;
import java.util.List;
import java.util.Optional;

/**
 * The notes in the order's own timeline, where the merchant looks first. They are comments: in each, every date is
 * given, as a strict server refuses the table's own zero dates. The order's count of them is its table's.
 */
final class OrderNotes {

    private final TableNames tables;

    OrderNotes(TableNames tables) {
        this.tables = tables;
    }

    /** Writes the note of a payment; returns the number of notes written. */
    int paid(OrderWrites writes, OrderId id, OrderEffects.Decision decision, Status from, Fact.Paid paid) {
        String text = "Payment via " + paid.gateway() + " (" + paid.transaction() + "): "
                + paid.captured().text() + " captured" + (paid.again() ? " before; the money is still held." : ".");
        return write(writes, id, decision, "payment", text + (from == paid.to() ? "" : change(from, paid.to())));
    }

    /**
     * Writes the note of a status change; returns the number of notes written.
     *
     * @param more a further sentence for the clerk
     */
    int moved(
            OrderWrites writes,
            OrderId id,
            OrderEffects.Decision decision,
            Status from,
            Fact.OrderStatusChanged moved,
            Optional<String> more) {
        if (moved.reason() == Fact.StatusReason.RELEASED) {
            return write(writes, id, decision, "order_update", NotePolicy.released(moved));
        }
        String detail = moved.detail().isBlank() ? "" : " (" + moved.detail() + ")";
        String text = "Payment " + moved.payment() + " " + reason(moved.reason()) + detail + ".";
        String then = more.map(sentence -> " " + sentence).orElse("");
        return write(writes, id, decision, "order_update", text + change(from, moved.to()) + then);
    }

    /**
     * Writes a note about a refund, a void, a dispute or a review; other facts have none here. Returns the number of notes
     * written.
     */
    int remark(OrderWrites writes, OrderId id, OrderEffects.Decision decision, Fact fact) {
        return remark(fact, decision.decided().added())
                .map(text -> write(writes, id, decision, "payment", text))
                .orElse(0);
    }

    private static Optional<String> remark(Fact fact, List<Entry> added) {
        return switch (fact) {
            case Fact.OperationCreated(Operation.Refund refund) -> Optional.of(decided(refund));
            case Fact.OperationCreated(Operation.Void voided) -> Optional.of(NotePolicy.voided(voided));
            case Fact.ReversalObserved returned -> Optional.of(returned(returned));
            case Fact.ReviewOpened(Review review) ->
                Optional.of(
                        "Payonce: manual review " + review.number() + " is open. " + String.join(" ", review.lines()));
            case Fact.ReviewClosed closed -> Optional.of(NotePolicy.closed(closed, added));
            default -> Optional.empty();
        };
    }

    private static String decided(Operation.Refund refund) {
        String why = switch (refund.cause()) {
            case DUPLICATE -> "Duplicate payment";
            case LATE -> "Payment after the cancellation";
            case REQUEST, DECIDED -> "Refund";
        };
        return why + ": " + refund.money().text() + " of " + refund.payment() + " is being refunded via "
                + refund.header().gateway() + ".";
    }

    private static String returned(Fact.ReversalObserved returned) {
        Reversal reversal = returned.reversal();
        String money = reversal.money().text();
        if (reversal.kind() == Reversal.Kind.INQUIRY) {
            return NotePolicy.inquiry(returned);
        }
        if (reversal.suspects()) {
            return NotePolicy.suspicion(returned);
        }
        return switch (reversal.state()) {
            case DONE ->
                "Refund " + reversal.id() + ": " + money + " of " + returned.payment() + " refunded via "
                        + returned.gateway() + ".";
            case FAILED ->
                "Refund " + reversal.id() + " of " + money + " failed later: " + "the merchant still has the money.";
            case PENDING -> "Refund " + reversal.id() + " of " + money + " is on its way.";
            case OPEN -> "Payment " + returned.payment() + " is disputed (" + reversal.id() + "): " + money + ".";
            case WON -> "The dispute " + reversal.id() + " about " + returned.payment() + " was won.";
            case LOST -> "The dispute " + reversal.id() + " about " + returned.payment() + " was lost: " + money + ".";
            case PREVENTED -> "The dispute " + reversal.id() + " about " + returned.payment() + " was prevented.";
        };
    }

    private static String reason(Fact.StatusReason why) {
        return switch (why) {
            case AUTHORIZED -> "is authorized and waits to be captured";
            case PENDING -> "is on its way";
            case DECLINED -> "was declined";
            case EXPIRED -> "was not completed in time and has been given up";
            case VOIDED -> "was voided, or its authorization has expired";
            case REFUNDED -> "was refunded at the gateway";
            case DISPUTED -> "is disputed";
            case DISPUTE_WON -> "is no longer disputed";
            case DISPUTE_LOST -> "was lost in a dispute";
            case SUSPECTED_FRAUD -> "is suspected of fraud: decide at the gateway before you ship";
            case FRAUD_CLEARED -> "passed its fraud review";
            case RELEASED -> "holds the order no longer";
        };
    }

    private static String change(Status from, Status to) {
        return " Order status changed from " + OrderStatuses.label(from) + " to " + OrderStatuses.label(to) + ".";
    }

    private int write(OrderWrites writes, OrderId id, OrderEffects.Decision decision, String group, String text) {
        ShopOptions shop = decision.read().shop();
        writes.sql(tables.sql("""
                        INSERT INTO {comments} (comment_post_ID, comment_author, comment_author_email, comment_author_url,
                          comment_author_IP, comment_date, comment_date_gmt, comment_content, comment_karma,
                          comment_approved, comment_agent, comment_type, comment_parent, user_id)
                        VALUES (:order, 'WooCommerce', :mail, '', '', UTC_TIMESTAMP() + INTERVAL :east SECOND,
                          UTC_TIMESTAMP(), :text, 0, '1', 'WooCommerce', 'order_note', 0, 0)"""))
                .param("order", id.number())
                .param("mail", shop.mailAddress())
                .param("east", shop.secondsEast(decision.now()))
                .param("text", text)
                .update();
        writes.sql(tables.sql("""
                        INSERT INTO {commentmeta} (comment_id, meta_key, meta_value)
                        VALUES (LAST_INSERT_ID(), 'note_group', ?)""")).param(group).update();
        return 1;
    }
}
