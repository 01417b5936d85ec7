package dev.payonce.payment;

import dev.payonce.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an order's payment looks like from outside: in searches, in the Temporal UI, and for the support desk.
 *
 * @param reason why it stands still, a code; empty when it does not
 * @param payment the payment that this is about, by the id to ask its gateway by
 */
public record View(Status status, Optional<String> reason, Optional<String> payment, Optional<Money> amount) {

    public static final View NOTHING = new View(Status.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /** NONE: no payment of this order is known. STALLED and UNREADABLE are said by the workflow, not by the ledger. */
    public enum Status {
        NONE,
        CANCELLED,
        DECLINED,
        OPEN,
        PENDING,
        AUTHORIZED,
        PAID,
        REFUNDED,
        DISPUTED,
        ASKING,
        STALLED,
        UNREADABLE
    }

    /** What the ledger tells. An open question comes first, then money that was taken, then what is most advanced. */
    public static View of(Ledger ledger) {
        List<Question> open = Questions.open(ledger);
        View money = ledger.facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .map(paid -> new View(
                        afterPaid(ledger), Optional.empty(), Optional.of(paid.payment()), Optional.of(paid.captured())))
                .orElseGet(() -> mostAdvanced(ledger));
        return open.isEmpty()
                ? money
                : new View(
                        Status.ASKING,
                        Optional.of(open.getLast().reason().name()),
                        money.payment()
                                .or(() ->
                                        open.getLast().objects().all().stream().findFirst()),
                        money.amount());
    }

    private static Status afterPaid(Ledger ledger) {
        return ledger.entries().reversed().stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.Moved)
                .findFirst()
                .map(fact -> fact instanceof Fact.Moved moved ? of(moved.why()) : Status.PAID)
                .orElse(Status.PAID);
    }

    private static Status of(Fact.Why why) {
        return switch (why) {
            case REFUNDED -> Status.REFUNDED;
            case DISPUTED, DISPUTE_LOST -> Status.DISPUTED;
            case AUTHORIZED, PENDING, DECLINED, DISPUTE_WON -> Status.PAID;
        };
    }

    private static View mostAdvanced(Ledger ledger) {
        return Sightings.last(ledger).values().stream()
                .map(seen ->
                        new View(of(seen), Optional.empty(), Optional.of(seen.payment()), Optional.of(seen.amount())))
                .max(Comparator.comparing(View::status))
                .orElse(NOTHING);
    }

    /** Captured and yet not paid: it is given back, or a question stands open. */
    private static Status of(Fact.Sighted seen) {
        return switch (seen.stage()) {
            case OPEN -> seen.decline().isPresent() ? Status.DECLINED : Status.OPEN;
            case APPROVED, PENDING -> Status.PENDING;
            case AUTHORIZED -> Status.AUTHORIZED;
            case CAPTURED -> Status.REFUNDED;
            case CLOSED -> Status.CANCELLED;
        };
    }
}
