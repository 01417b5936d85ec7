package dev.payonce.reconcile;

import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;

/**
 * The owner of a payment. An order ID names an order only until a backup is restored or a shop is cloned, so the
 * order's key decides, and the shop's address beside it. An order number alone proves nothing.
 */
enum Ownership {
    /** Proven to be this order's. */
    OURS,
    /** It points at this order, and something else proves that it is another one's. */
    ANOTHER_ORDERS,
    /** Another shop's, or unknown. */
    NOT_OURS;

    static Ownership of(Payment payment, Order order, Ledger ledger, Policy policy) {
        return payment.tag()
                .map(tag -> ofTagged(tag, order, policy))
                .orElseGet(() -> ofUntagged(payment, order, ledger, policy));
    }

    private static Ownership ofTagged(Payment.Tag tag, Order order, Policy policy) {
        if (!madeFor(tag, order.id(), policy)) {
            return NOT_OURS;
        }
        return names(tag.orderKey(), order) ? OURS : ANOTHER_ORDERS;
    }

    private static Ownership ofUntagged(Payment payment, Order order, Ledger ledger, Policy policy) {
        String key = payment.claim().map(Payment.Claim::orderKey).orElse("");
        if (otherSites(payment, policy)) {
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
                .filter(created -> created.isBefore(order.made().minus(Policy.CLOCKS_DIFFER)))
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
    static boolean mayBe(Payment payment, OrderId id, Policy policy) {
        return payment.tag().map(tag -> madeFor(tag, id, policy)).orElseGet(() -> !otherSites(payment, policy));
    }

    private static boolean otherSites(Payment payment, Policy policy) {
        return payment.claim()
                .filter(claim -> !claim.site().isEmpty() && !policy.sites().contains(claim.site()))
                .isPresent();
    }

    private static boolean madeFor(Payment.Tag tag, OrderId id, Policy policy) {
        return tag.store().equals(id.store())
                && tag.order() == id.number()
                && policy.sites().contains(tag.site());
    }
}
