package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Question.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** In which order the rules speak, and which of their wishes is followed. */
final class Rules {

    /** Captured money first, since it decides what the rest is worth; the id makes the order of events irrelevant. */
    private static final Comparator<Payment> GRAVEST_FIRST =
            Comparator.comparing(Payment::stage).reversed().thenComparing(Payment::id);

    private Rules() {}

    static Settlement settle(Order order, Ledger ledger, Observation seen, Policy policy, Instant now) {
        Draft draft = new Draft(order, ledger, policy, now);
        List<Payment> ours = new ArrayList<>();
        for (Payment payment : once(seen.payments())) {
            switch (Ownership.of(payment, order, ledger, policy)) {
                case OURS -> ours.add(payment);
                case ANOTHER_ORDERS -> anotherOrders(draft, payment);
                case NOBODYS -> {}
            }
        }
        ours.sort(payerFirst(draft).thenComparing(GRAVEST_FIRST));
        for (Payment payment : ours) {
            Entry sighting = Sightings.record(draft, payment);
            if (payment.stage() == Payment.Stage.CAPTURED) {
                Captures.settle(draft, payment);
            } else {
                List<Payment> others =
                        ours.stream().filter(other -> !other.equals(payment)).toList();
                Pendings.settle(draft, payment, sighting, others, seen.looked());
            }
            Returns.settle(draft, payment);
        }
        unfound(draft, seen, order.names());
        return conclude(draft, seen);
    }

    /** The store has no such order: it was deleted, or a backup was restored. Nobody can be paid. */
    static Settlement settleMissing(OrderId id, Ledger ledger, Observation seen, Policy policy, Instant now) {
        Order nothing = new Order(id, "", Order.Status.OTHER, Optional.empty(), Optional.empty(), Names.NONE);
        Draft draft = new Draft(nothing, ledger, policy, now);
        seen.payments().stream()
                .filter(payment -> Ownership.mayBe(payment, id, policy))
                .filter(Rules::holdsMoney)
                .forEach(payment -> draft.concern(
                        Reason.ORDER_MISSING,
                        payment,
                        payment.id() + " holds " + held(payment) + " for order " + id.number() + ", which is gone"));
        unfound(draft, seen, Names.NONE);
        return conclude(draft, seen);
    }

    /** Two ids may lead to one payment, and two looks may show it twice: the later look counts. */
    private static List<Payment> once(List<Payment> payments) {
        Map<String, Payment> byId = new TreeMap<>();
        payments.forEach(payment -> byId.merge(
                payment.gateway() + " " + payment.id(),
                payment,
                (one, other) -> one.seenAt().isAfter(other.seenAt()) ? one : other));
        return List.copyOf(byId.values());
    }

    private static Comparator<Payment> payerFirst(Draft draft) {
        return Comparator.comparing(payment -> !draft.paidBy(payment));
    }

    private static void anotherOrders(Draft draft, Payment payment) {
        if (holdsMoney(payment)) {
            draft.concern(
                    Reason.ORDER_KEY_DIFFERS,
                    payment,
                    payment.id() + " holds " + held(payment) + " for another order that once had this number");
        }
    }

    private static boolean holdsMoney(Payment payment) {
        return payment.stage() == Payment.Stage.AUTHORIZED
                || (payment.stage() == Payment.Stage.CAPTURED && payment.net().isPositive());
    }

    private static String held(Payment payment) {
        return (payment.stage() == Payment.Stage.CAPTURED ? payment.net() : payment.amount()).text();
    }

    /** What the order itself names and the gateway does not know is an old or a foreign id, not a missing payment. */
    private static void unfound(Draft draft, Observation seen, Names onOrder) {
        seen.unfound()
                .forEach(missing -> missing.objects().all().stream()
                        .filter(object -> !onOrder.contains(object))
                        .forEach(object -> Sightings.unfound(draft, missing.gateway(), object)));
    }

    private static Settlement conclude(Draft draft, Observation seen) {
        Optional<Next> first = unseenQuestions(draft, seen).or(() -> soonest(draft, true));
        Next next;
        if (first.isPresent()) {
            next = first.get();
        } else {
            Optional<Question> question = Questions.settle(draft);
            next = question.<Next>map(Next.Ask::new)
                    .or(() -> soonest(draft, false))
                    .orElseGet(Next.Rest::new);
        }
        return new Settlement(View.of(draft.ledger.with(draft.entries)), draft.entries, next);
    }

    /** An open question is only judged when everything that it is about was looked at. */
    private static Optional<Next> unseenQuestions(Draft draft, Observation seen) {
        List<Lookup> unseen = Questions.open(draft.ledger).stream()
                .filter(question -> question.objects().all().stream()
                        .anyMatch(object -> !seen.looked().contains(object)))
                .flatMap(question -> question.about().stream())
                .toList();
        if (unseen.isEmpty()) {
            return Optional.empty();
        }
        List<Lookup> all = new ArrayList<>(unseen);
        seen.payments().forEach(payment -> all.add(new Lookup(payment.gateway(), Names.of(payment.id()))));
        all.addAll(seen.unfound());
        return Optional.of(new Next.Look(Duration.ZERO, merged(all)));
    }

    private static Optional<Next> soonest(Draft draft, boolean atOnce) {
        return draft.looks.stream()
                .filter(look -> look.after().isZero() == atOnce)
                .map(Next.Look::after)
                .min(Comparator.naturalOrder())
                .map(after -> new Next.Look(
                        after,
                        merged(draft.looks.stream()
                                .flatMap(look -> look.what().stream())
                                .toList())));
    }

    private static List<Lookup> merged(List<Lookup> lookups) {
        Map<String, Names> byGateway = new TreeMap<>();
        lookups.forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), Names::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }
}
