package dev.payonce.ledger;

import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import java.time.Duration;

/**
 * The owner of a payment. An order ID names an order only until a backup is restored or a shop is cloned. The order's
 * key decides, and the shop's address beside it. An order number alone proves nothing.
 */
public enum Ownership {
    /** Proven to be this order's. */
    OURS,
    /** It points at this order, and something else proves that it is another one's. */
    ANOTHER_ORDERS,
    /** Another shop's, or unknown. */
    NOT_OURS;

    /** The clocks of a gateway and a store differ by less than this. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    public static Ownership of(Payment payment, Order order, Ledger ledger, ExternalIds sites) {
        return payment.tag()
                .map(tag -> ofTagged(tag, order, sites))
                .orElseGet(() -> ofUntagged(payment, order, ledger, sites));
    }

    private static Ownership ofTagged(Payment.Tag tag, Order order, ExternalIds sites) {
        if (!madeFor(tag, order.id(), sites)) {
            return NOT_OURS;
        }
        return names(tag.orderKey(), order) ? OURS : ANOTHER_ORDERS;
    }

    private static Ownership ofUntagged(Payment payment, Order order, Ledger ledger, ExternalIds sites) {
        String key = payment.claim().map(Payment.Claim::orderKey).orElse("");
        if (otherSites(payment, sites)) {
            return NOT_OURS;
        }
        boolean stored = ledger.owns(order.id().number(), order.key(), payment.externalIds());
        boolean recorded = payment.externalIds().meet(proving(order)) && !isOlder(payment, order);
        if (!stored && !recorded && !names(key, order)) {
            return NOT_OURS;
        }
        // Plugins that copy an order copy the payment's id on it, too: the key in the payment itself knows better.
        boolean claimsAnother = !stored && !key.isEmpty() && !names(key, order);
        return claimsAnother || storedElsewhere(payment, order, ledger) ? ANOTHER_ORDERS : OURS;
    }

    /** Renewals and duplicated orders bear the id of a payment that was another order's. */
    private static ExternalIds proving(Order order) {
        return ExternalIds.of(order.externalIds().all().stream()
                .filter(id -> !order.sharedIds().contains(id))
                .toList());
    }

    /** Returns true when the gateway made the payment before the order was made, by clocks that differ. */
    private static boolean isOlder(Payment payment, Order order) {
        return payment.created()
                .filter(created -> created.isBefore(order.made().minus(CLOCKS_DIFFER)))
                .isPresent();
    }

    /** Reports whether a key names this order. An order without a key of its own cannot be named by one. */
    private static boolean names(String key, Order order) {
        return !key.isEmpty() && key.equals(order.key());
    }

    private static boolean storedElsewhere(Payment payment, Order order, Ledger ledger) {
        Ledger.Owner here = new Ledger.Owner(order.id().number(), order.key());
        return payment.externalIds().all().stream()
                .anyMatch(name -> ledger.owners().containsKey(name)
                        && !here.equals(ledger.owners().get(name)));
    }

    /**
     * Reports whether a payment may have been for an order that is gone: tagged for it, or matched to it and no other
     * shop's.
     */
    public static boolean mayBe(Payment payment, OrderId id, ExternalIds sites) {
        return payment.tag().map(tag -> madeFor(tag, id, sites)).orElseGet(() -> !otherSites(payment, sites));
    }

    private static boolean otherSites(Payment payment, ExternalIds sites) {
        return payment.claim()
                .filter(claim -> !claim.site().isEmpty() && !sites.contains(claim.site()))
                .isPresent();
    }

    private static boolean madeFor(Payment.Tag tag, OrderId id, ExternalIds sites) {
        return tag.store().equals(id.store()) && tag.order() == id.number() && sites.contains(tag.site());
    }
}
