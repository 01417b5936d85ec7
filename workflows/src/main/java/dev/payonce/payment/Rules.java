package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Question.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** In which order the rules speak. */
final class Rules {

    /** Captured money first, since it decides what the rest is worth; the id makes the order of events irrelevant. */
    private static final Comparator<Payment> GRAVEST_FIRST =
            Comparator.comparing(Payment::stage).reversed().thenComparing(Payment::id);

    /** The later look first; of two at one time, the one that saw more. */
    private static final Comparator<Payment> LATEST_FIRST =
            Comparator.comparing(Payment::seenAt).reversed().thenComparing(GRAVEST_FIRST);

    private Rules() {}

    static Settlement settle(Order order, Orders.Settle command, Ledger ledger, Policy policy, Instant now) {
        Observation seen = command.seen();
        Draft draft = new Draft(order, ledger, policy, now);
        List<Payment> ours = new ArrayList<>();
        for (Payment payment : once(seen.payments())) {
            switch (Ownership.of(payment, order, ledger, policy)) {
                case OURS -> ours.add(payment);
                case ANOTHER_ORDERS -> anotherOrders(draft, payment);
                case NOBODYS -> {}
            }
        }
        ours.sort(GRAVEST_FIRST);
        if (command.bare()) {
            Looks.everything(draft);
        }
        Doubts.record(draft, seen, ours);
        Decisions.record(draft, command.decisions(), ours);
        Doubts.settle(
                draft,
                seen.looked(),
                command.since(),
                new Repeats(draft, ours, command)); // Before the payments: what is absent may be due again.
        ours.sort(payerFirst(draft).thenComparing(GRAVEST_FIRST)); // A person may have said who that is.
        List<Payment> current = new ArrayList<>();
        Surplus surplus = new Surplus(
                draft, current, seen.looked(), command.requests().stream().anyMatch(Request.Refund.class::isInstance));
        for (Payment payment : ours) {
            Sightings.record(draft, payment).ifPresent(sighting -> {
                current.add(payment);
                settle(draft, payment, sighting, ours, seen, surplus);
            });
        }
        surplus.lookAtWhatStayed();
        unfound(draft, seen, order.names());
        new Requests(draft, ours, current, seen).settle(command.requests());
        Waiting.unseen(draft, seen.looked());
        Waiting.refunds(draft, seen.looked());
        return conclude(draft, seen);
    }

    private static void settle(
            Draft draft, Payment payment, Entry sighting, List<Payment> ours, Observation seen, Surplus surplus) {
        if (payment.stage() == Payment.Stage.CAPTURED) {
            Captures.settle(draft, payment, surplus);
        } else {
            Pendings.settle(draft, payment, sighting, ours, seen.looked());
        }
        Returns.settle(draft, payment);
    }

    /** The store has no such order: it was deleted, or a backup was restored. Nobody can be paid. */
    static Settlement settleMissing(Orders.Settle command, Ledger ledger, Policy policy, Instant now) {
        OrderId id = command.order();
        Observation seen = command.seen();
        Order nothing = new Order(id, "", Order.Status.OTHER, Optional.empty(), Optional.empty(), Names.NONE);
        Draft draft = new Draft(nothing, ledger, policy, now);
        once(seen.payments()).stream()
                .filter(payment -> Ownership.mayBe(payment, id, policy))
                .filter(Rules::binds)
                .forEach(payment -> draft.concern(
                        Reason.ORDER_MISSING,
                        payment,
                        payment.id() + " holds " + bound(payment) + " for order " + id.number() + ", which is gone"));
        unfound(draft, seen, Names.NONE);
        Decisions.record(draft, command.decisions(), List.of());
        command.requests().forEach(request -> draft.answers.put(request.key(), Answer.refused("order_not_found")));
        return conclude(draft, seen);
    }

    /** Two ids may lead to one payment, and two looks may show it twice: the later look counts. */
    private static List<Payment> once(List<Payment> payments) {
        List<Payment> once = new ArrayList<>();
        payments.stream().sorted(LATEST_FIRST).forEach(payment -> {
            boolean known = once.stream()
                    .anyMatch(other -> other.gateway().equals(payment.gateway())
                            && other.names().meet(payment.names()));
            if (!known) {
                once.add(payment);
            }
        });
        return once;
    }

    /** Whoever has paid comes before whoever could, and that one before what can only be asked about. */
    private static Comparator<Payment> payerFirst(Draft draft) {
        return Comparator.comparing((Payment payment) -> !draft.paidBy(payment))
                .thenComparing(payment -> !Captures.worthy(draft, payment));
    }

    private static void anotherOrders(Draft draft, Payment payment) {
        if (binds(payment)) {
            draft.concern(
                    Reason.ORDER_KEY_DIFFERS,
                    payment,
                    payment.id() + " holds " + bound(payment) + ", but was made for another order than this one");
        }
    }

    /** Whether the shopper misses money because of it. */
    private static boolean binds(Payment payment) {
        return payment.stage() == Payment.Stage.AUTHORIZED || payment.holdsMoney();
    }

    private static String bound(Payment payment) {
        return (payment.stage() == Payment.Stage.CAPTURED ? payment.net() : payment.amount()).text();
    }

    /** What the order itself names and the gateway does not know is an old or a foreign id, not a missing payment. */
    private static void unfound(Draft draft, Observation seen, Names onOrder) {
        Looks.merged(seen.unfound())
                .forEach(missing -> missing.objects().all().stream()
                        .filter(object -> !onOrder.contains(object))
                        .filter(object -> Mark.parse(object).isEmpty())
                        .forEach(object -> Sightings.unfound(draft, missing.gateway(), object)));
    }

    /** What has to be looked at first puts everything else off: then neither a question is asked nor one closed. */
    private static Settlement conclude(Draft draft, Observation seen) {
        Next next = Looks.atOnce(draft, seen)
                .<Next>map(look -> look)
                .orElseGet(() -> Questions.settle(draft)
                        .<Next>map(question -> new Next.Ask(question, Looks.meanwhile(draft, question)))
                        .or(() -> Looks.later(draft))
                        .orElseGet(Next.Rest::new));
        List<Operation> due = draft.operations().all().stream()
                .filter(Operations.Known::due)
                .map(Operations.Known::operation)
                .toList();
        return new Settlement(View.of(draft.written()), draft.entries, due, draft.answers, next);
    }
}
