package dev.payonce.woocommerce.plugin;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
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
 */
record EffectMapper(Order order, Ledger before, List<Entry> added) {

    /** Statuses in which WooCommerce's own functions take a payment. */
    private static final List<String> PAYABLE = List.of("pending", "failed", "on-hold");

    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        for (Entry entry : added) {
            effect(entry.fact()).ifPresent(effect -> effects.add(effect.of(entry)));
        }
        return effects;
    }

    /** An effect without the entry that it follows from. */
    private record Unnamed(String kind, Map<String, Object> body) {
        Effect of(Entry entry) {
            return new Effect(entry.name(), kind, body);
        }
    }

    private Optional<Unnamed> effect(Fact fact) {
        return switch (fact) {
            case Fact.Paid paid -> Optional.of(paid(paid));
            case Fact.OrderStatusChanged moved -> moved(moved);
            case Fact.ReversalObserved seen -> new ReversalEffects(before, added).of(seen);
            case Fact.OperationCreated(Operation.Void voided) -> voided(voided);
            case Fact.ReviewOpened opened ->
                Optional.of(note("review_opened", "", Optional.empty(), opened.review().line()));
            case Fact.ReviewDecided decided ->
                Optional.of(note("review_closed", "", Optional.empty(), decided.decision().line()));
            case Fact.OperationCreated _, Fact.PaymentObserved _, Fact.NotFound _, Fact.OperationResolved _,
                    Fact.ReviewClosed _ -> Optional.empty();
        };
    }

    private Unnamed paid(Fact.Paid paid) {
        return paid(paid, order.status(), paid.again());
    }

    private Unnamed paid(Fact.Paid paid, Status from, boolean restore) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("payment", paid.payment());
        body.put("transaction", paid.transaction());
        body.put("from", payable(from));
        body.put("covers", money(covered(paid)));
        body.put("restore", restore);
        body.put("meta", names(paid.payment()));
        return new Unnamed("paid", body);
    }

    /** What was decided upon: the total of that moment, also where more, or by permission less, was captured. */
    private Money covered(Fact.Paid paid) {
        return order.total().filter(total -> total.minor() > paid.captured().minor()).orElse(paid.captured());
    }

    private Optional<Unnamed> moved(Fact.OrderStatusChanged moved) {
        return switch (moved.reason()) {
            case DISPUTED, DISPUTE_WON, DISPUTE_LOST -> new ReversalEffects(before, added).moved(moved);
            // WooCommerce moves the order itself when its refund records make up the whole.
            case REFUNDED -> Optional.empty();
            case AUTHORIZED, PENDING, DECLINED, VOIDED, EXPIRED -> Optional.of(status(moved));
        };
    }

    private Unnamed status(Fact.OrderStatusChanged moved) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", List.of(name(moved.from())));
        body.put("to", name(moved.to()));
        body.put("why", moved.reason().name());
        body.put("payment", moved.payment());
        body.put("detail", moved.detail());
        body.put("meta", names(moved.payment()));
        return new Unnamed("status", body);
    }

    private Optional<Unnamed> voided(Operation.Void voided) {
        boolean paidOtherwise = before.facts(Fact.Paid.class).anyMatch(paid -> !paid.payment().equals(voided.payment()));
        return paidOtherwise
                ? Optional.of(note("duplicate_payment_voided", voided.payment(), amount(voided.payment()), ""))
                : Optional.empty();
    }

    private Optional<Money> amount(String payment) {
        return Optional.ofNullable(before.lastObserved().get(payment)).map(Fact.PaymentObserved::amount);
    }

    static List<String> payable(Status from) {
        List<String> all = new ArrayList<>(PAYABLE);
        if (!all.contains(name(from))) {
            all.add(name(from));
        }
        return all;
    }

    static Map<String, Object> money(Money money) {
        return Map.of("minor", money.minor(), "currency", money.currency());
    }
}
