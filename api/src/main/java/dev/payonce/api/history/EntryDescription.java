package dev.payonce.api.history;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.Order;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.review.ReviewAction;
import java.util.Locale;

/** The sentences of a payment's history, for the support desk. Pure; never parsed back. */
public final class EntryDescription {

    private EntryDescription() {}

    public static String sentence(Fact fact) {
        return switch (fact) {
            case Fact.PaymentObserved seen -> seen(seen);
            case Fact.NotFound notFound ->
                "%s does not know %s, though its own callback named it."
                        .formatted(notFound.gateway(), notFound.object());
            case Fact.MethodSaved saved ->
                "Payment %s left a method to pay with again: %s.".formatted(saved.payment(), named(saved.method()));
            case Fact.FeeObserved booked ->
                "The gateway booked %s of payment %s for the merchant, after a fee of %s."
                        .formatted(
                                booked.booked().net().text(),
                                booked.payment(),
                                booked.booked().fee().text());
            case Fact.Paid paid ->
                "The order %s by %s at %s: %s captured%s."
                        .formatted(
                                paid.again() ? "is paid again" : "became paid",
                                paid.payment(),
                                paid.gateway(),
                                paid.captured().text(),
                                paid.again() ? "; another program had set it back" : "");
            case Fact.OrderStatusChanged moved
            when moved.reason() == Fact.StatusReason.RELEASED ->
                NotePolicy.released(moved) + " It is " + name(moved.to()) + ".";
            case Fact.OrderStatusChanged moved ->
                "The order went from %s to %s, because %s%s."
                        .formatted(
                                name(moved.from()),
                                name(moved.to()),
                                why(moved.reason()).formatted(moved.payment()),
                                moved.detail().isBlank() ? "" : " (" + moved.detail() + ")");
            case Fact.ReversalObserved returned -> returned(returned.payment(), returned.reversal());
            case Fact.ReviewOpened asked ->
                "Manual review %d (%s): %s"
                        .formatted(
                                asked.review().number(),
                                word(asked.review().reason()),
                                String.join(" ", asked.review().lines()));
            case Fact.OperationCreated opened -> opened(opened.operation());
            case Fact.OperationResolved resolved ->
                "Operation %d %s%s."
                        .formatted(
                                resolved.operation(),
                                outcome(resolved.status()),
                                resolved.detail().isBlank() ? "" : " (" + resolved.detail() + ")");
            case Fact.ReviewDecided decided ->
                "%s decided review %d: %s, because: %s%s"
                        .formatted(
                                decided.who(),
                                decided.decision().review(),
                                action(decided.decision().action()),
                                decided.decision().why(),
                                decided.effect() ? "" : ". It had no effect, so the review stays open.");
            case Fact.RefundProposed proposed ->
                "%s proposed to refund %s of %s, because: %s. A second operator has to ask for the same."
                        .formatted(proposed.who(), proposed.money().text(), proposed.payment(), proposed.why());
            case Fact.DecisionProposed(var proposed, var amount) ->
                "%s proposed to decide review %d: %s%s, because: %s. A second operator has to approve it."
                        .formatted(
                                proposed.who(),
                                proposed.review(),
                                action(proposed.action()),
                                amount.map(known -> " (" + known.text() + ")").orElse(""),
                                proposed.why());
            case Fact.ReviewClosed closed ->
                "Review %d is closed: %s.".formatted(closed.review(), reason(closed.why()));
        };
    }

    private static String named(SavedMethod method) {
        String kind = method.brand().isEmpty() ? method.type().replace('_', ' ') : method.brand();
        return kind + (method.last4().isEmpty() ? "" : " ending in " + method.last4()) + ", " + method.id();
    }

    private static String reason(Fact.ReviewClosed.Why why) {
        return switch (why) {
            case EFFECT -> "its decision took effect";
            case CHANGED -> "its facts have changed";
            case DISMISSED -> "it was dismissed";
        };
    }

    /** Returns the sentence for shadow mode: observations are real, and decisions are not carried out. */
    public static String inShadowMode(Fact fact) {
        return switch (fact) {
            case Fact.Paid _, Fact.OrderStatusChanged _, Fact.OperationCreated _ ->
                "Not done (shadow mode): " + sentence(fact);
            default -> sentence(fact);
        };
    }

    private static String seen(Fact.PaymentObserved seen) {
        String what = "Payment %s of %s at %s "
                .formatted(seen.payment(), seen.amount().text(), seen.gateway());
        return what
                + switch (seen.stage()) {
                    case OPEN ->
                        seen.decline()
                                .map(decline -> "was declined (" + decline.code() + "); it may still be paid.")
                                .orElse("is open: it may still be paid.");
                    case APPROVED -> "is approved by the shopper and not yet captured.";
                    case PENDING -> "is pending at the gateway or a bank.";
                    case AUTHORIZED -> "is authorized and not yet captured.";
                    case CAPTURED ->
                        "is captured: %s.".formatted(seen.captured().text());
                    case CLOSED -> "is closed: it will not be paid.";
                };
    }

    /** Returns the operation after the word "to". */
    public static String operation(Operation operation) {
        return switch (operation) {
            case Operation.Charge charge ->
                (charge.manual() ? "authorize %s" : "charge %s")
                        .formatted(charge.money().text());
            case Operation.Capture capture ->
                "capture %s of %s".formatted(capture.money().text(), capture.payment());
            case Operation.Void it -> "void " + it.payment();
            case Operation.Refund refund ->
                "refund %s of %s".formatted(refund.money().text(), refund.payment());
        };
    }

    /** Returns the sentence of an operation that is not sent yet; its outcome is another line. */
    private static String opened(Operation operation) {
        return "Operation %d is to %s at %s."
                .formatted(
                        operation.number(),
                        operation(operation),
                        operation.header().gateway());
    }

    private static String outcome(OperationStatus how) {
        return switch (how) {
            case DUE -> "is due";
            case DONE -> "is done";
            case DECLINED -> "was declined";
            case REFUSED -> "was refused";
            case UNKNOWN -> "has an unknown outcome, which is looked up";
            case RESENT -> "was not found at the gateway, and is sent again with the same key";
            case ABSENT -> "never reached the gateway";
            case GIVEN_UP -> "was given up";
        };
    }

    /** Returns a decision's action in words. */
    public static String action(ReviewAction action) {
        return switch (action) {
            case ReviewAction.Refresh() -> "refresh";
            case ReviewAction.AcceptPaid(var payment) -> "accept " + payment + " as paid";
            case ReviewAction.RefundDuplicate(var payment) -> "refund " + payment;
            case ReviewAction.GiveUp(var operation) -> "give up operation " + operation;
            case ReviewAction.RetryEffects() -> "have the shop apply the effects again";
            case ReviewAction.Dismiss() -> "dismiss";
        };
    }

    private static String why(Fact.StatusReason why) {
        return switch (why) {
            case AUTHORIZED -> "%s is authorized";
            case PENDING -> "%s is on its way";
            case DECLINED -> "%s was declined";
            case VOIDED -> "%s was voided";
            case EXPIRED -> "%s was not completed in time";
            case REFUNDED -> "%s was refunded";
            case DISPUTED -> "%s is disputed";
            case DISPUTE_WON -> "the dispute about %s is over";
            case DISPUTE_LOST -> "the dispute about %s was lost";
            case SUSPECTED_FRAUD -> "%s is suspected of fraud";
            case FRAUD_CLEARED -> "%s passed its fraud review";
            case RELEASED -> "others took it off the hold for %s";
        };
    }

    private static String returned(String payment, Reversal reversal) {
        if (reversal.suspects()) {
            return NotePolicy.suspicion(new Fact.ReversalObserved("", payment, reversal));
        }
        String what = word(reversal.kind());
        return "The %s %s of %s of %s %s."
                .formatted(
                        what,
                        reversal.id(),
                        reversal.money().text(),
                        payment,
                        switch (reversal.state()) {
                            case PENDING -> "is under way";
                            case DONE -> "is done";
                            case FAILED -> "failed: the money stays with the merchant";
                            case OPEN -> "is open";
                            case WON -> "was won by the merchant";
                            case LOST -> "was lost by the merchant";
                            case PREVENTED -> "was prevented: it takes no money";
                        });
    }

    private static String name(Order.Status status) {
        return status == Order.Status.OTHER ? "another status" : word(status);
    }

    /** Returns a constant in words. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
