package dev.payonce.reconcile;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules of reconciliation, in the order in which they speak. */
public final class ReconciliationRules {

    /** Captured money first, since it decides what the rest is worth; the id makes the order of events irrelevant. */
    private static final Comparator<Payment> GRAVEST_FIRST =
            Comparator.comparing(Payment::stage).reversed().thenComparing(Payment::id);

    /** The later observation first; of two at one time, the one that saw more. */
    private static final Comparator<Payment> LATEST_FIRST =
            Comparator.comparing(Payment::seenAt).reversed().thenComparing(GRAVEST_FIRST);

    private ReconciliationRules() {}

    /** Decides what applies to an order now. Pure and total: for every input there is an answer, and nothing is thrown. */
    public static Reconciliation reconcile(
            Optional<Order> order, ReconcileCommand command, Ledger ledger, Policy policy, Instant now) {
        return order.map(known -> reconcile(known, command, ledger, policy, now))
                .orElseGet(() -> reconcileMissing(command, ledger, policy, now));
    }

    private static Reconciliation reconcile(
            Order order, ReconcileCommand command, Ledger ledger, Policy policy, Instant now) {
        Observation seen = command.seen();
        Draft draft = new Draft(order, ledger, policy, now);
        List<Payment> ours = new ArrayList<>();
        List<Payment> others = new ArrayList<>();
        for (Payment payment : once(seen.payments())) {
            switch (Ownership.of(payment, order, ledger, policy)) {
                case OURS -> ours.add(payment);
                case ANOTHER_ORDERS -> others.add(payment);
                case NOT_OURS -> {}
            }
        }
        ours.sort(GRAVEST_FIRST);
        draft.lost.addAll(RefreshSchedule.lost(draft, seen));
        UnknownOutcomes.record(draft, seen, ours);
        List<DecisionResult> decided = DecisionHandler.record(draft, command.decisions(), ours);
        List<Payment> current = List.of();
        for (int pass = 0, lines = -1;
                pass < Policy.PASSES && lines != draft.ledger().entries().size();
                pass++) {
            lines = draft.ledger().entries().size();
            current = reconcilePayments(draft, command, ours);
        }
        others.forEach(payment -> anotherOrders(draft, payment));
        new RequestDispatcher(draft, ours, current, seen).reconcile(command.waiting());
        TwinRules.keep(draft);
        WaitRules.unseen(draft, seen.lookedUp());
        WaitRules.refunds(draft, seen.lookedUp());
        return conclude(draft, seen, decided);
    }

    /**
     * Applies every rule about payments once. A rule may depend on what a later one writes, so a pass that has written
     * something is repeated, and only the concerns and refreshes of the last one count: reconciled again, the same
     * observation adds nothing.
     *
     * @return those of ours that are not overtaken, the payer first
     */
    private static List<Payment> reconcilePayments(Draft draft, ReconcileCommand command, List<Payment> ours) {
        Observation seen = command.seen();
        draft.concerns.clear();
        draft.refreshes.clear();
        draft.overtaken.clear();
        if (command.bare()) {
            RefreshSchedule.everything(draft);
        }
        UnknownOutcomes.reconcile(
                draft,
                seen,
                command.since(),
                new ChargeResend(draft, ours, command)); // Before the payments: what is absent may be due again.
        Comparator<Payment> payersFirst = paidByFirst(draft).thenComparing(GRAVEST_FIRST);
        ours.sort(payersFirst); // A person may have said who that is.
        List<Payment> current = new ArrayList<>();
        DuplicatePaymentRules duplicate = new DuplicatePaymentRules(
                draft,
                current,
                seen.lookedUp(),
                command.requests().stream().anyMatch(Request.Refund.class::isInstance));
        // All of them first: a rule about one payment may depend on what was seen of another.
        List<Recorded> recorded = new ArrayList<>();
        for (Payment payment : ours) {
            PaymentSnapshots.record(draft, payment)
                    .ifPresent(snapshot -> recorded.add(new Recorded(payment, snapshot)));
        }
        recorded.sort(Comparator.comparing(Recorded::payment, payersFirst));
        recorded.forEach(each -> current.add(each.payment()));
        recorded.forEach(each -> reconcile(draft, each, ours, seen, duplicate));
        duplicate.refreshAtWhatStayed();
        notFound(draft, seen, draft.order.externalIds());
        return current;
    }

    /** A payment, and the ledger's line that says how it was seen now. */
    private record Recorded(Payment payment, Entry snapshot) {}

    private static void reconcile(
            Draft draft, Recorded recorded, List<Payment> ours, Observation seen, DuplicatePaymentRules duplicate) {
        Payment payment = recorded.payment();
        boolean partly = payment.stage() == Stage.CLOSED && payment.holdsMoney();
        if (payment.stage() == Stage.CAPTURED || partly) {
            CapturedPaymentRules.reconcile(draft, payment, duplicate);
        } else {
            UncapturedPaymentRules.reconcile(draft, payment, recorded.snapshot(), ours, seen.lookedUp());
        }
        ReversalRules.reconcile(draft, payment);
    }

    /** Reconciles an order that the store lacks: it was deleted, or a backup was restored. It cannot be paid. */
    private static Reconciliation reconcileMissing(
            ReconcileCommand command, Ledger ledger, Policy policy, Instant now) {
        OrderId id = command.order();
        Observation seen = command.seen();
        Order nothing = new Order(id, "", Order.Status.OTHER, Optional.empty(), Optional.empty(), ExternalIds.NONE);
        Draft draft = new Draft(nothing, ledger, policy, now);
        once(seen.payments()).stream()
                .filter(payment -> Ownership.mayBe(payment, id, policy))
                .filter(ReconciliationRules::binds)
                .forEach(payment -> draft.concern(
                        Reason.ORDER_MISSING,
                        payment,
                        payment.id() + " holds " + bound(payment) + " for order " + id.number() + ", which is gone"));
        notFound(draft, seen, ExternalIds.NONE);
        List<DecisionResult> decided = DecisionHandler.record(draft, command.decisions(), List.of());
        command.requests()
                .forEach(request -> draft.results.put(request.key(), PaymentResult.notYet(Why.ORDER_NOT_FOUND)));
        return conclude(draft, seen, decided);
    }

    /** Returns each payment once: two IDs may lead to one payment, and of two observations the later one counts. */
    private static List<Payment> once(List<Payment> payments) {
        List<Payment> once = new ArrayList<>();
        payments.stream().sorted(LATEST_FIRST).forEach(payment -> {
            boolean known = once.stream()
                    .anyMatch(other -> other.gateway().equals(payment.gateway())
                            && other.externalIds().meet(payment.externalIds()));
            if (!known) {
                once.add(payment);
            }
        });
        return once;
    }

    /** Orders payments: the payer first, then those that could pay, then those that only a review can decide. */
    private static Comparator<Payment> paidByFirst(Draft draft) {
        return Comparator.comparing((Payment payment) -> !draft.paidBy(payment))
                .thenComparing(payment -> !CapturedPaymentRules.worthy(draft, payment));
    }

    private static void anotherOrders(Draft draft, Payment payment) {
        if (binds(payment)) {
            draft.concern(
                    Reason.ORDER_KEY_DIFFERS,
                    payment,
                    payment.id() + " holds " + bound(payment) + ", but was made for another order than this one");
        }
    }

    /** Reports whether the shopper misses money because of it. */
    private static boolean binds(Payment payment) {
        return payment.stage() == Stage.AUTHORIZED || payment.holdsMoney();
    }

    private static String bound(Payment payment) {
        return (payment.holdsMoney() ? payment.net() : payment.amount()).text();
    }

    /**
     * Keeps what the gateway does not know. An ID that only the order names is an old or a foreign one; a payment that
     * the ledger has seen is missing.
     */
    private static void notFound(Draft draft, Observation seen, ExternalIds onOrder) {
        RefreshSchedule.merged(seen.notFound())
                .forEach(missing -> missing.objects().all().stream()
                        .filter(object -> !onOrder.contains(object)
                                || draft.ledger().lastObserved().containsKey(object))
                        .filter(object -> TagQuery.parse(object).isEmpty())
                        .forEach(object -> PaymentSnapshots.notFound(draft, missing.gateway(), object)));
    }

    /** Concludes; a refresh that is needed first postpones everything else, so no review is opened or closed. */
    private static Reconciliation conclude(Draft draft, Observation seen, List<DecisionResult> decided) {
        Next next = RefreshSchedule.atOnce(draft, seen)
                .<Next>map(refresh -> refresh)
                .orElseGet(() -> ReviewRules.reconcile(draft)
                        .<Next>map(review -> new Next.NeedsReview(review, RefreshSchedule.meanwhile(draft, review)))
                        .or(() -> RefreshSchedule.later(draft))
                        .orElseGet(Next.Rest::new));
        List<Operation> due = draft.operations().all().stream()
                .filter(Operations.Known::due)
                .map(Operations.Known::operation)
                .toList();
        return new Reconciliation(PaymentSummary.of(draft.ledger()), draft.added(), due, draft.results, decided, next);
    }
}
