package dev.payonce.api.page;

import dev.payonce.api.history.EntryDescription;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.Order;
import dev.payonce.payment.Reversal;
import java.time.Instant;
import java.util.Locale;

/**
 * A step of a payment's picture: one line of the ledger, in the lane of the part that acted.
 *
 * @param lane gateway, payonce, shop or person
 * @param tone good, bad, wait or plain
 * @param head a few words
 * @param says the whole sentence
 */
record Step(String lane, String laneName, String tone, String at, String iso, String head, String says, String by) {

    static Step of(Entry entry, boolean shadow) {
        Fact fact = entry.fact();
        String lane = lane(fact);
        return new Step(
                lane,
                laneName(lane),
                tone(fact),
                time(entry.at()),
                entry.at().toString(),
                head(fact),
                shadow ? EntryDescription.inShadowMode(fact) : EntryDescription.sentence(fact),
                entry.actor());
    }

    private static String time(Instant at) {
        return Ages.timeWithSeconds(at);
    }

    private static String lane(Fact fact) {
        return switch (fact) {
            case Fact.PaymentObserved _,
                    Fact.NotFound _,
                    Fact.MethodSaved _,
                    Fact.FeeObserved _,
                    Fact.ReversalObserved _ -> "gateway";
            case Fact.OperationCreated _, Fact.OperationResolved _ -> "payonce";
            case Fact.Paid _, Fact.OrderStatusChanged _ -> "shop";
            case Fact.RefundProposed _,
                    Fact.ReviewOpened _,
                    Fact.DecisionProposed _,
                    Fact.ReviewDecided _,
                    Fact.ReviewClosed _ -> "person";
        };
    }

    private static String laneName(String lane) {
        return switch (lane) {
            case "gateway" -> "Gateway";
            case "payonce" -> "Payonce";
            case "shop" -> "Order";
            default -> "Review";
        };
    }

    private static String tone(Fact fact) {
        return switch (fact) {
            case Fact.PaymentObserved seen -> seen.decline().isPresent() ? "bad" : "plain";
            case Fact.Paid _ -> "good";
            case Fact.OrderStatusChanged moved -> moved.to() == Order.Status.FAILED ? "bad" : "plain";
            case Fact.RefundProposed _, Fact.ReviewOpened _, Fact.DecisionProposed _ -> "wait";
            case Fact.NotFound _ -> "bad";
            case Fact.OperationResolved resolved ->
                switch (resolved.status()) {
                    case DONE -> "good";
                    case DECLINED, REFUSED, GIVEN_UP -> "bad";
                    case UNKNOWN -> "wait";
                    case DUE, RESENT, ABSENT -> "plain";
                };
            case Fact.ReversalObserved seen ->
                seen.reversal().state() == Reversal.State.FAILED
                                || seen.reversal().disputes()
                        ? "bad"
                        : "plain";
            case Fact.MethodSaved _,
                    Fact.FeeObserved _,
                    Fact.OperationCreated _,
                    Fact.ReviewDecided _,
                    Fact.ReviewClosed _ -> "plain";
        };
    }

    private static String head(Fact fact) {
        return switch (fact) {
            case Fact.PaymentObserved seen -> payment(seen);
            case Fact.NotFound missing -> missing.object() + " is not known";
            case Fact.MethodSaved _ -> "method saved";
            case Fact.FeeObserved booked -> "fee " + booked.booked().fee().text();
            case Fact.Paid paid -> "paid: " + paid.captured().text();
            case Fact.OrderStatusChanged moved
            when moved.reason() == Fact.StatusReason.RELEASED -> "off hold: " + EntryDescription.word(moved.to());
            case Fact.OrderStatusChanged moved ->
                EntryDescription.word(moved.from()) + " \u2192 " + EntryDescription.word(moved.to());
            case Fact.ReversalObserved seen ->
                "%s of %s: %s"
                        .formatted(
                                EntryDescription.word(seen.reversal().kind()),
                                seen.reversal().money().text(),
                                EntryDescription.word(seen.reversal().state()));
            case Fact.ReviewOpened opened ->
                "review %d: %s"
                        .formatted(
                                opened.review().number(),
                                ReviewWords.title(opened.review().reason().name())
                                        .toLowerCase(Locale.ROOT));
            case Fact.OperationCreated created -> "to " + EntryDescription.operation(created.operation());
            case Fact.OperationResolved resolved ->
                "operation " + resolved.operation() + ": " + outcome(resolved.status());
            case Fact.ReviewDecided decided ->
                decided.who() + " decided review " + decided.decision().review();
            case Fact.RefundProposed proposed ->
                proposed.who() + " proposed to refund " + proposed.money().text();
            case Fact.DecisionProposed(var proposed, var _) ->
                proposed.who() + " proposed a decision of review " + proposed.review();
            case Fact.ReviewClosed closed -> "review " + closed.review() + " closed";
        };
    }

    private static String payment(Fact.PaymentObserved seen) {
        return switch (seen.stage()) {
            case OPEN ->
                seen.decline()
                        .map(decline -> "declined: " + decline.code())
                        .orElse("open: " + seen.amount().text());
            case APPROVED -> "approved: " + seen.amount().text();
            case PENDING -> "pending: " + seen.amount().text();
            case AUTHORIZED -> "authorized: " + seen.amount().text();
            case CAPTURED -> "captured: " + seen.captured().text();
            case CLOSED -> "closed";
        };
    }

    private static String outcome(OperationStatus status) {
        return switch (status) {
            case DUE -> "due";
            case DONE -> "done";
            case DECLINED -> "declined";
            case REFUSED -> "refused";
            case UNKNOWN -> "outcome unknown";
            case RESENT -> "sent again";
            case ABSENT -> "never arrived";
            case GIVEN_UP -> "given up";
        };
    }
}
