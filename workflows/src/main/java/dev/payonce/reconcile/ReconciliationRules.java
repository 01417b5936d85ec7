package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Ownership;
import dev.payonce.ledger.PaymentSnapshots;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
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
    private static final Comparator<Payment> MOST_ADVANCED_FIRST =
            Comparator.comparing(Payment::stage).reversed().thenComparing(Payment::id);

    /** The later observation first; of two at one time, the one that saw more. */
    private static final Comparator<Payment> LATEST_FIRST =
            Comparator.comparing(Payment::seenAt).reversed().thenComparing(MOST_ADVANCED_FIRST);

    private ReconciliationRules() {}

    /** Decides what applies to an order now. Pure and total: for every input there is an answer, and nothing is thrown. */
    public static Reconciliation reconcile(
            Optional<Order> order, ReconcileCommand command, Ledger ledger, Policy policy, Instant now) {
        Order known = order.orElseGet(() -> new Order(
                command.order(), "", Order.Status.OTHER, Optional.empty(), Optional.empty(), ExternalIds.NONE));
        Draft draft = new Draft(known, command, ledger, policy, now);
        return conclude(draft, order.isPresent() ? reconcile(draft) : reconcileMissing(draft));
    }

    private static List<DecisionResult> reconcile(Draft draft) {
        List<Payment> others = new ArrayList<>();
        for (Payment payment : once(draft.seen.payments())) {
            switch (Ownership.of(payment, draft.order, draft.ledger(), draft.policy.sites())) {
                case OURS -> draft.ours.add(payment);
                case ANOTHER_ORDERS -> others.add(payment);
                case NOT_OURS -> {}
            }
        }
        draft.ours.sort(MOST_ADVANCED_FIRST);
        UnknownOutcomes.record(draft);
        List<DecisionResult> decided = DecisionHandler.record(draft);
        Ledger last;
        int passes = 0;
        do {
            last = draft.ledger();
            reconcilePayments(draft);
            passes++;
        } while (draft.ledger() != last && passes < Policy.PASSES);
        others.forEach(payment ->
                binds(draft, payment, Reason.ORDER_KEY_DIFFERS, ", but was made for another order than this one"));
        new RequestDispatcher(draft).reconcile();
        TwinRules.keep(draft);
        EffectRules.review(draft);
        WaitRules.unseen(draft);
        WaitRules.refunds(draft);
        return decided;
    }

    /**
     * Applies every rule about payments once. A rule may depend on what a later one writes, so a pass that has written
     * something is repeated. Only the concerns and refreshes of the last one count: reconciled again, the same
     * observation adds nothing.
     */
    private static void reconcilePayments(Draft draft) {
        draft.concerns.clear();
        draft.refreshes.clear();
        draft.current.clear();
        if (draft.command.bare()) {
            RefreshSchedule.everything(draft);
        }
        UnknownOutcomes.reconcile(draft); // Before the payments: what is absent may be due again.
        if (draft.status().isPaid()) { // Before what is new is written: a person who moved the order did not know it.
            draft.ours.forEach(payment -> HoldRules.release(draft, payment));
        }
        draft.ours.forEach(payment -> observe(draft, payment)); // All first: a rule about one may depend on another.
        draft.current.forEach(payment -> reconcile(draft, payment));
        DuplicatePaymentRules.refreshWhatStayed(draft);
        notFound(draft);
    }

    /** Writes down how a payment was seen; where the ledger knows better, only a refresh may follow. */
    private static void observe(Draft draft, Payment payment) {
        if (PaymentSnapshots.overtake(draft.ledger(), payment, draft.seenJustNow(payment))) {
            draft.refreshNow(Lookup.of(payment));
            return;
        }
        draft.write(Fact.PaymentObserved.of(payment));
        payment.saved().ifPresent(method -> draft.write(new Fact.MethodSaved(payment.gateway(), payment.id(), method)));
        payment.fee().ifPresent(fee -> draft.write(new Fact.FeeObserved(payment.gateway(), payment.id(), fee)));
        payment.reversals().stream()
                .sorted(Reversal.WORST_FIRST)
                .forEach(reversal -> draft.write(Fact.ReversalObserved.of(payment, reversal)));
        draft.current.add(payment);
    }

    private static void reconcile(Draft draft, Payment payment) {
        boolean partly = payment.stage() == Stage.CLOSED && payment.holdsMoney();
        if (payment.stage() == Stage.CAPTURED || partly) {
            CapturedPaymentRules.reconcile(draft, payment);
        } else {
            UncapturedPaymentRules.reconcile(draft, payment);
        }
        ReversalRules.reconcile(draft, payment);
    }

    /** Reconciles an order that the store lacks: it was deleted, or a backup was restored. It cannot be paid. */
    private static List<DecisionResult> reconcileMissing(Draft draft) {
        once(draft.seen.payments()).stream()
                .filter(payment -> Ownership.mayBe(payment, draft.order.id(), draft.policy.sites()))
                .forEach(payment -> binds(
                        draft,
                        payment,
                        Reason.ORDER_MISSING,
                        " for order " + draft.order.id().number() + ", which is gone"));
        notFound(draft);
        List<DecisionResult> decided = DecisionHandler.record(draft);
        draft.command
                .requests()
                .forEach(request -> draft.results.put(request.key(), PaymentResult.notYet(Why.ORDER_NOT_FOUND)));
        return decided;
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

    /** Reviews a payment without an order where the shopper misses money because of it. */
    private static void binds(Draft draft, Payment payment, Reason reason, String why) {
        if (payment.stage() == Stage.AUTHORIZED || payment.holdsMoney()) {
            String held = (payment.holdsMoney() ? payment.net() : payment.amount()).text();
            draft.concern(reason, payment, payment.id() + " holds " + held + why);
        }
    }

    /**
     * Keeps what the gateway does not know. An ID that only the order names is an old or a foreign one; a payment that
     * the ledger has seen is missing.
     */
    private static void notFound(Draft draft) {
        Lookup.merged(draft.seen.notFound())
                .forEach(missing -> missing.objects().all().stream()
                        .filter(object -> !draft.order.externalIds().contains(object)
                                || draft.ledger().lastObserved(object).isPresent())
                        .filter(object -> TagQuery.parse(object).isEmpty())
                        .forEach(object -> WaitRules.notFound(draft, missing.gateway(), object)));
    }

    /** Concludes; a refresh that is needed first postpones everything else, so no review is opened or closed. */
    private static Reconciliation conclude(Draft draft, List<DecisionResult> decided) {
        Next next = RefreshSchedule.atOnce(draft)
                .<Next>map(refresh -> refresh)
                .orElseGet(() -> ReviewRules.reconcile(draft)
                        .<Next>map(review -> new Next.NeedsReview(review, RefreshSchedule.meanwhile(draft, review)))
                        .or(() -> RefreshSchedule.later(draft))
                        .orElseGet(Next.Rest::new));
        List<Operation> due = draft.operations()
                .open()
                .filter(Operations.Known::due)
                .map(Operations.Known::operation)
                .toList();
        return new Reconciliation(PaymentSummary.of(draft.ledger()), draft.added(), due, draft.results, decided, next);
    }
}
