package dev.payonce.api;

import dev.payonce.order.Order;
import dev.payonce.payment.Choice;
import dev.payonce.payment.Fact;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Payment;
import java.util.Locale;

/** The ledger's facts in words that the support desk can read to a shopper's questions. Pure; never parsed back. */
final class Timeline {

    private Timeline() {}

    static String sentence(Fact fact) {
        return switch (fact) {
            case Fact.Sighted seen -> seen(seen);
            case Fact.Unfound unfound ->
                "%s does not know %s, though its own callback named it.".formatted(unfound.gateway(), unfound.object());
            case Fact.Paid paid ->
                "The order %s by %s at %s: %s captured."
                        .formatted(
                                paid.again() ? "was paid, had been undone, and is again paid" : "became paid",
                                paid.payment(),
                                paid.gateway(),
                                paid.captured().text());
            case Fact.Moved moved ->
                "The order went from %s to %s, because %s%s."
                        .formatted(
                                name(moved.from()),
                                name(moved.to()),
                                why(moved.why()).formatted(moved.payment()),
                                moved.detail().isBlank() ? "" : " (" + moved.detail() + ")");
            case Fact.Returned returned -> returned(returned.payment(), returned.back());
            case Fact.Asked asked ->
                "A person has to look into this (question %d, %s): %s"
                        .formatted(
                                asked.question().number(),
                                name(asked.question().reason()),
                                String.join(" ", asked.question().lines()));
            case Fact.Opened opened -> opened(opened.operation());
            case Fact.Resolved resolved ->
                "Operation %d %s%s."
                        .formatted(
                                resolved.operation(),
                                outcome(resolved.how()),
                                resolved.detail().isBlank() ? "" : " (" + resolved.detail() + ")");
            case Fact.Decided decided ->
                "%s decided question %d: %s, because: %s"
                        .formatted(
                                decided.decision().who(),
                                decided.decision().question(),
                                choice(decided.decision().choice()),
                                decided.decision().why());
            case Fact.Closed closed -> "Question %d needs no answer any more.".formatted(closed.question());
        };
    }

    /** The same where Payonce only observes: what it sees is so, and what it would do is not done. */
    static String observed(Fact fact) {
        return switch (fact) {
            case Fact.Paid _, Fact.Moved _, Fact.Opened _ -> "Not done, only observed: " + sentence(fact);
            default -> sentence(fact);
        };
    }

    private static String seen(Fact.Sighted seen) {
        String what = "Payment %s of %s at %s "
                .formatted(seen.payment(), seen.amount().text(), seen.gateway());
        return what
                + switch (seen.stage()) {
                    case OPEN ->
                        seen.decline()
                                .map(code -> "was declined (" + code + "); it may still be paid.")
                                .orElse("is open: it may still be paid.");
                    case APPROVED -> "is approved by the shopper and not yet captured.";
                    case PENDING -> "is on its way; the gateway will tell when it has arrived.";
                    case AUTHORIZED -> "is authorized and not yet captured.";
                    case CAPTURED ->
                        "is captured: %s.".formatted(seen.captured().text());
                    case CLOSED -> "is closed: it will not be paid.";
                };
    }

    /** Before it is sent: what it came to is another line. */
    private static String opened(Operation operation) {
        String what = switch (operation) {
            case Operation.Charge charge ->
                (charge.manual() ? "authorize %s" : "charge %s")
                        .formatted(charge.money().text());
            case Operation.Capture capture ->
                "capture %s of %s".formatted(capture.money().text(), capture.payment());
            case Operation.Void it -> "void " + it.payment();
            case Operation.Refund refund ->
                "refund %s of %s".formatted(refund.money().text(), refund.payment());
        };
        return "Operation %d is to %s at %s."
                .formatted(operation.number(), what, operation.ticket().gateway());
    }

    private static String outcome(Fact.How how) {
        return switch (how) {
            case DONE -> "is done";
            case DECLINED -> "was declined";
            case REFUSED -> "was refused";
            case UNKNOWN -> "has an unknown outcome, which is looked up";
            case REPEATED -> "was not found at the gateway, and is sent once more";
            case ABSENT -> "never reached the gateway";
            case GIVEN_UP -> "was given up";
        };
    }

    private static String choice(Choice choice) {
        return switch (choice) {
            case Choice.LookAgain() -> "look again";
            case Choice.AcceptPaid(var payment) -> "take " + payment + " as paid";
            case Choice.RefundExtra(var payment) -> "refund " + payment;
            case Choice.GiveUp() -> "give up";
            case Choice.Dismiss() -> "dismiss";
        };
    }

    private static String why(Fact.Why why) {
        return switch (why) {
            case AUTHORIZED -> "%s is authorized";
            case PENDING -> "%s is on its way";
            case DECLINED -> "%s was declined";
            case VOIDED -> "%s was voided";
            case EXPIRED -> "%s was not completed in time";
            case REFUNDED -> "%s was refunded";
            case DISPUTED -> "%s is disputed";
            case DISPUTE_WON -> "the dispute about %s was won";
            case DISPUTE_LOST -> "the dispute about %s was lost";
        };
    }

    private static String returned(String payment, Payment.Return back) {
        String what = back.kind() == Payment.Return.Kind.REFUND ? "refund" : "dispute";
        return "The %s %s of %s of %s %s."
                .formatted(
                        what,
                        back.id(),
                        back.money().text(),
                        payment,
                        switch (back.state()) {
                            case PENDING -> "is under way";
                            case DONE -> "is done";
                            case FAILED -> "failed: the money stays with the merchant";
                            case OPEN -> "is open";
                            case WON -> "was won by the merchant";
                            case LOST -> "was lost by the merchant";
                        });
    }

    private static String name(Order.Status status) {
        return status == Order.Status.OTHER ? "another status" : name((Enum<?>) status);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
