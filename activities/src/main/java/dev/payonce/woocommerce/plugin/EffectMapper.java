package dev.payonce.woocommerce.plugin;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rules about which effects new ledger entries have. Pure.
 *
 * @param order as it was decided upon
 * @param before the ledger without the new entries
 * @param added the new entries, the oldest first
 * @param seen the payments as they were observed just now
 * @param paidOtherwise entries of payments that could not pay the order, since it bears another program's payment
 */
record EffectMapper(Order order, Ledger before, List<Entry> added, List<Payment> seen, List<String> paidOtherwise) {

    /** Statuses in which WooCommerce's own functions take a payment. */
    private static final List<Status> PAYABLE = List.of(Status.PENDING, Status.FAILED, Status.ON_HOLD);

    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        for (Entry entry : added) {
            effect(entry.fact()).ifPresent(effect -> effects.add(effect.of(entry)));
        }
        return effects;
    }

    private Optional<UnnamedEffect> effect(Fact fact) {
        return switch (fact) {
            case Fact.Paid paid -> Optional.of(paid(paid));
            case Fact.OrderStatusChanged moved -> moved(moved);
            case Fact.ReversalObserved seen -> reversals().of(seen);
            case Fact.OperationCreated(Operation.Void voided) -> voided(voided);
            case Fact.MethodSaved saved -> Optional.of(MethodEffects.token(saved));
            case Fact.FeeObserved booked ->
                paidByAnother(booked.payment()) ? Optional.empty() : Optional.of(MethodEffects.fee(booked));
            // A shop that cannot apply effects could not apply this one either.
            case Fact.ReviewOpened(Review review)
            when review.reason() == Review.Reason.EFFECT_REJECTED -> Optional.empty();
            case Fact.ReviewOpened(Review review) ->
                Optional.of(note("review_opened", String.join(" ", review.lines())));
            case Fact.ReviewClosed closed -> closed(closed);
            case Fact.OperationCreated _,
                    Fact.PaymentObserved _,
                    Fact.NotFound _,
                    Fact.OperationResolved _,
                    Fact.RefundProposed _,
                    Fact.DecisionProposed _,
                    Fact.ReviewDecided _ -> Optional.empty();
        };
    }

    private ReversalEffects reversals() {
        return new ReversalEffects(before, added, paidOtherwise);
    }

    /** Returns a note, unless none was written when the review opened. */
    private Optional<UnnamedEffect> closed(Fact.ReviewClosed closed) {
        boolean noted = before.facts(Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .anyMatch(review ->
                        review.number() == closed.review() && review.reason() != Review.Reason.EFFECT_REJECTED);
        if (!noted) {
            return Optional.empty();
        }
        return Optional.of(NotePolicy.decision(closed, added)
                .map(decision -> note("review_closed", decision))
                .orElseGet(() -> note("review_settled", NotePolicy.closed(closed, added))));
    }

    /** Leaves an order in a paid status as it is; its merchant learns that the authorized money was captured. */
    private UnnamedEffect paid(Fact.Paid paid) {
        if (paid.from().isPaid()) {
            return UnnamedEffect.note("captured", paid.payment(), Optional.of(paid.captured()), "");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("payment", paid.payment());
        body.put("transaction", paid.transaction());
        body.put("from", payable());
        body.put("covers", UnnamedEffect.money(covered(paid)));
        body.put("restore", paid.again());
        body.put("meta", names(paid.payment()));
        return new UnnamedEffect("paid", body);
    }

    /** Returns the statuses that the payment pays from: the usual ones, and the one that was decided upon. */
    private List<String> payable() {
        List<Status> all = new ArrayList<>(PAYABLE);
        if (!all.contains(order.status())) {
            all.add(order.status());
        }
        return all.stream().map(EffectMapper::name).toList();
    }

    /** Returns the total that was decided upon, also where more was captured, or less with an operator's consent. */
    private static Money covered(Fact.Paid paid) {
        return paid.enough()
                .filter(total -> total.minor() > paid.captured().minor())
                .orElse(paid.captured());
    }

    private Optional<UnnamedEffect> moved(Fact.OrderStatusChanged moved) {
        return switch (moved.reason()) {
            case DISPUTED, DISPUTE_WON, DISPUTE_LOST, SUSPECTED_FRAUD, FRAUD_CLEARED ->
                reversals().moved(moved);
            // WooCommerce moves the order itself when its refund records make up the whole.
            case REFUNDED -> Optional.empty();
            case RELEASED -> Optional.of(note("", NotePolicy.released(moved)));
            case AUTHORIZED, PENDING, DECLINED, VOIDED, EXPIRED -> Optional.of(status(moved));
        };
    }

    private UnnamedEffect status(Fact.OrderStatusChanged moved) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", List.of(name(moved.from())));
        body.put("to", name(moved.to()));
        body.put("why", moved.reason().name());
        body.put("payment", moved.payment());
        if (moved.reason() == Fact.StatusReason.AUTHORIZED) {
            body.put("transaction", transaction(moved.payment()));
        }
        body.put("detail", moved.detail());
        body.put("meta", names(moved.payment()));
        return new UnnamedEffect("status", body);
    }

    /** Returns the name that the gateway's own plugin would record, by which a clerk finds the payment at the gateway. */
    private String transaction(String payment) {
        return seen.stream()
                .filter(each -> each.id().equals(payment))
                .findFirst()
                .map(Payment::transaction)
                .orElse(payment);
    }

    /** Returns a note for the void of a paid or closed order's payment. Other voids show by the order's status. */
    private Optional<UnnamedEffect> voided(Operation.Void voided) {
        boolean second =
                before.facts(Fact.Paid.class).anyMatch(paid -> !paid.payment().equals(voided.payment()));
        Optional<Money> amount =
                Optional.ofNullable(before.lastObserved().get(voided.payment())).map(Fact.PaymentObserved::amount);
        if (second) {
            return Optional.of(UnnamedEffect.note("duplicate_payment_voided", voided.payment(), amount, ""));
        }
        return NotePolicy.worthIt(new Fact.OperationCreated(voided), order.status(), before, added)
                ? Optional.of(UnnamedEffect.note("", "", Optional.empty(), NotePolicy.voided(voided)))
                : Optional.empty();
    }

    /** Reports whether another payment pays the order: the order shows what its payer cost. */
    private boolean paidByAnother(String payment) {
        return before.with(added)
                .facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .filter(paid -> !paid.payment().equals(payment))
                .isPresent();
    }

    private static UnnamedEffect note(String code, String text) {
        return UnnamedEffect.note(code, "", Optional.empty(), text);
    }

    private static Map<String, String> names(String payment) {
        return payment.startsWith("pi_") ? Map.of(Effect.STRIPE_INTENT, payment) : Map.of();
    }

    /** Returns a status as WooCommerce's functions name it: {@code on-hold}. */
    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
