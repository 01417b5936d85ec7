package dev.payonce.api.page;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Proposal;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Stage;
import dev.payonce.request.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An action about an order's money that is possible now, in words that say what it does before it is done.
 *
 * @param word the last part of its address
 * @param amount the most that it moves, in major units; empty where it takes no amount
 * @param proposed the sentence about a proposal that waits for a second operator, or empty
 * @param key names one filled-in form, so that it counts once
 */
record MoneyAction(
        String word, String title, String does, String amount, String currency, String proposed, String key) {

    static final int LONGEST_WHY = 300;

    private static final int LONGEST_KEY = 64;

    /** Returns the name of the action on its page. */
    public String id() {
        return "do-" + word;
    }

    static List<MoneyAction> of(Ledger ledger, Instant now) {
        Optional<Fact.PaymentObserved> authorized = ledger.lastObserved().values().stream()
                .filter(seen -> seen.stage() == Stage.AUTHORIZED && seen.operation() > 0)
                .findFirst();
        Stream<MoneyAction> capture = authorized.stream()
                .map(seen -> new Money(
                        seen.amount().minor()
                                - ledger.operations()
                                        .captured(seen.payment())
                                        .map(Money::minor)
                                        .orElse(0L),
                        seen.amount().currency()))
                .filter(Money::isPositive)
                .map(left -> of(
                        "capture",
                        "Capture",
                        "Takes this amount of the " + left.text()
                                + " that are authorized, and releases the rest. It cannot be undone, only refunded.",
                        left,
                        ""));
        Stream<MoneyAction> cancel = ledger.lastObserved().values().stream()
                .filter(seen -> seen.operation() > 0
                        && switch (seen.stage()) {
                            case OPEN, APPROVED, PENDING, AUTHORIZED -> true;
                            case CAPTURED, CLOSED -> false;
                        })
                .limit(1)
                .map(seen -> new MoneyAction(
                        "cancel",
                        "Void",
                        "Releases what is authorized, and closes open payments, such as " + seen.payment()
                                + ". It cannot be undone.",
                        "",
                        "",
                        "",
                        UUID.randomUUID().toString()));
        return Stream.of(capture, cancel, refund(ledger, now))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<MoneyAction> refund(Ledger ledger, Instant now) {
        return ledger
                .facts(Fact.Paid.class)
                .reduce((_, later) -> later)
                .flatMap(paid -> ledger.lastObserved(paid.payment()))
                .filter(seen -> ledger.net(seen) > 0)
                .map(seen -> {
                    Money left = new Money(ledger.net(seen), seen.captured().currency());
                    return of(
                            "refund",
                            "Refund",
                            "Refunds this amount of the %s that are left of %s to the shopper. It cannot be undone."
                                    .formatted(left.text(), seen.payment()),
                            left,
                            proposed(ledger, seen, now));
                })
                .stream();
    }

    private static String proposed(Ledger ledger, Fact.PaymentObserved seen, Instant now) {
        return Proposal.ofRefund(ledger, seen.payment(), now)
                .map(known ->
                        "%s has proposed to refund %s, because: %s. Another operator has to ask for the same amount."
                                .formatted(known.who(), known.money().text(), known.why()))
                .orElse("");
    }

    private static MoneyAction of(String word, String title, String does, Money most, String proposed) {
        return new MoneyAction(
                word,
                title,
                does,
                most.major(),
                most.currency(),
                proposed,
                UUID.randomUUID().toString());
    }

    /** Makes the request of a filled-in form. */
    static Request request(String word, FormFields form, String who) throws InvalidRequest {
        String why = form.get("why").strip();
        if (why.isEmpty() || why.length() > LONGEST_WHY) {
            throw new InvalidRequest("why", "has 1 to " + LONGEST_WHY + " characters");
        }
        String sent = form.get("key");
        if (sent.isEmpty() || sent.length() > LONGEST_KEY) {
            throw new InvalidRequest("key", "is missing: open the page again");
        }
        String key = Fingerprint.of("page " + who + " " + word + " " + sent);
        return switch (word) {
            case "capture" -> new Request.Capture(key, Optional.of(amount(form)), true, who, why);
            case "refund" ->
                new Request.Refund(key, Optional.of(amount(form)), 0, Operation.Refund.RefundReason.NONE, who, why);
            default -> new Request.Cancel(key, who, why);
        };
    }

    /** Reads an amount in major units; one of more decimals than its currency has is refused, and not rounded. */
    private static long amount(FormFields form) throws InvalidRequest {
        String text = form.get("amount").strip().replace(',', '.');
        return Optional.of(text)
                .filter(each -> each.matches("[0-9]{1,12}([.][0-9]{1,3})?"))
                .flatMap(each -> Money.ofExactMajor(new BigDecimal(each), form.get("currency")))
                .map(Money::minor)
                .orElseThrow(() -> new InvalidRequest("amount", "is an amount such as 49.90"));
    }
}
