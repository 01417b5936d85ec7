package dev.payonce.api.page;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Proposal;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Stage;
import dev.payonce.request.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An action about an order's money that is possible now, in words that say what it does before it is done.
 *
 * @param word the last part of its address
 * @param amount the most that it moves, in major units; empty where it takes no amount
 * @param proposed the sentence about a proposal that waits for a second operator, or empty
 * @param key names the action in this state of the order's money, so that a form that is shown again counts once
 */
record MoneyAction(
        String word, String title, String does, String amount, String currency, String proposed, String key) {

    static final int LONGEST_WHY = 300;

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");

    private static final Pattern AGAIN = Pattern.compile("([0-9a-f-]{36})?");

    /** Returns the name of the action on its page. */
    public String id() {
        return "do-" + word;
    }

    /**
     * Returns the actions that are possible now. There is none while the payment stalls, or while a refund, a capture or a
     * void is under way: what is left to move is not known then.
     */
    static List<MoneyAction> of(Ledger ledger, boolean stalled, Instant now) {
        boolean underWay = ledger.operations().open().anyMatch(known -> switch (known.operation()) {
            case Operation.Refund _, Operation.Capture _, Operation.Void _ -> true;
            case Operation.Charge _ -> false;
        });
        return stalled || underWay ? List.of() : possible(ledger, now);
    }

    private static List<MoneyAction> possible(Ledger ledger, Instant now) {
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
                        "",
                        key(ledger, "capture", "")));
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
                        key(ledger, "cancel", "")));
        return Stream.of(capture, cancel, refund(ledger, now))
                .flatMap(each -> each)
                .toList();
    }

    /** Returns the refund of the payment of which most is left, as {@code RefundHandler} takes it. */
    private static Stream<MoneyAction> refund(Ledger ledger, Instant now) {
        return ledger
                .facts(Fact.Paid.class)
                .flatMap(paid -> ledger.lastObserved(paid.payment()).stream())
                .filter(seen -> ledger.net(seen) > 0)
                .max(Comparator.<Fact.PaymentObserved>comparingLong(ledger::net)
                        .thenComparing(Fact.PaymentObserved::payment))
                .filter(seen -> !disputed(ledger, seen.payment()))
                .map(seen -> {
                    Money left = new Money(ledger.net(seen), seen.captured().currency());
                    return of(
                            "refund",
                            "Refund",
                            "Refunds this amount of the %s that are left of %s to the shopper. It cannot be undone."
                                    .formatted(left.text(), seen.payment()),
                            left,
                            proposed(ledger, seen, now),
                            key(ledger, "refund", seen.payment()));
                })
                .stream();
    }

    private static boolean disputed(Ledger ledger, String payment) {
        return ledger.lastReversals().values().stream()
                .map(line -> (Fact.ReversalObserved) line.fact())
                .anyMatch(known ->
                        known.payment().equals(payment) && known.reversal().disputes());
    }

    /** Names the action by the last line about money, so that two operators who saw the same state ask for one thing. */
    private static String key(Ledger ledger, String word, String payment) {
        long last = ledger.entries().reversed().stream()
                .filter(line -> isAboutMoney(line.fact()))
                .findFirst()
                .map(Entry::number)
                .orElse(0L);
        return Fingerprint.of(String.join("\n", word, payment, Long.toString(last)));
    }

    private static boolean isAboutMoney(Fact fact) {
        return switch (fact) {
            case Fact.OperationCreated _,
                    Fact.OperationResolved _,
                    Fact.RefundProposed _,
                    Fact.ReversalObserved _,
                    Fact.Paid _ -> true;
            default -> false;
        };
    }

    private static String proposed(Ledger ledger, Fact.PaymentObserved seen, Instant now) {
        return Proposal.ofRefund(ledger, seen.payment(), now)
                .map(known ->
                        "%s has proposed to refund %s, because: %s. Another operator has to ask for the same amount."
                                .formatted(known.who(), known.money().text(), known.why()))
                .orElse("");
    }

    private static MoneyAction of(String word, String title, String does, Money most, String proposed, String key) {
        return new MoneyAction(word, title, does, most.major(), most.currency(), proposed, key);
    }

    /** Reports whether this is the action of the form: the form was rendered in the state that is now. */
    boolean isOf(String action, FormFields form) {
        return word.equals(action) && key.equals(form.get("key"));
    }

    /**
     * Makes the request of a filled-in form. The same state of the same order, with the same amount, is the same request of
     * any operator. A form that comes after a final refusal has a mark of its own, so that it is another one.
     */
    static Request request(long order, String word, FormFields form, String who) throws InvalidRequest {
        String why = form.get("why").strip();
        if (why.isEmpty() || why.length() > LONGEST_WHY) {
            throw new InvalidRequest("why", "has 1 to " + LONGEST_WHY + " characters");
        }
        String sent = form.get("key");
        String again = form.get(Draft.AGAIN);
        if (!KEY.matcher(sent).matches() || !AGAIN.matcher(again).matches()) {
            throw new InvalidRequest("key", "is missing: open the page again");
        }
        Optional<Long> amount = word.equals("cancel") ? Optional.empty() : Optional.of(amount(form));
        String key = Fingerprint.of(String.join(
                "\n",
                "page",
                Long.toString(order),
                sent,
                again,
                amount.map(Object::toString).orElse("")));
        return switch (word) {
            case "capture" -> new Request.Capture(key, amount, true, who, why);
            case "refund" -> new Request.Refund(key, amount, 0, Operation.Refund.RefundReason.NONE, who, why);
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
