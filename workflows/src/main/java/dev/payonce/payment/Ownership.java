package dev.payonce.payment;

import dev.payonce.order.Order;
import dev.payonce.order.OrderId;

/**
 * Whose payment is it? An order id names an order only until a backup is restored or a shop is cloned, so the order's
 * key decides, and the shop's address beside it. An order number alone proves nothing.
 */
enum Ownership {
    /** Proven to be this order's. */
    OURS,
    /** Made by this store for an order with this number, but not for this order. */
    ANOTHER_ORDERS,
    /** Another shop's, or nobody can say. */
    NOBODYS;

    static Ownership of(Payment payment, Order order, Ledger ledger, Policy policy) {
        if (payment.tag().isPresent()) {
            return ofTagged(payment.tag().get(), order, policy);
        }
        if (otherSites(payment, policy)) {
            return NOBODYS;
        }
        long number = order.id().number();
        boolean recordedElsewhere = payment.names().all().stream()
                .map(ledger.owners()::get)
                .anyMatch(owner -> owner != null && !owner.equals(new Ledger.Owner(number, order.key())));
        boolean keyProves = payment.claim()
                .filter(claim -> claim.orderKey().equals(order.key()))
                .isPresent();
        boolean ours =
                keyProves || payment.names().meet(order.names()) || ledger.owns(number, order.key(), payment.names());
        if (recordedElsewhere) {
            return ours ? ANOTHER_ORDERS : NOBODYS;
        }
        return ours ? OURS : NOBODYS;
    }

    private static Ownership ofTagged(Payment.Tag tag, Order order, Policy policy) {
        if (!madeFor(tag, order.id(), policy)) {
            return NOBODYS;
        }
        return tag.orderKey().equals(order.key()) ? OURS : ANOTHER_ORDERS;
    }

    /** Whether a payment may have been for an order that is gone: tagged for it, or matched to it and no other shop's. */
    static boolean mayBe(Payment payment, OrderId id, Policy policy) {
        return payment.tag().map(tag -> madeFor(tag, id, policy)).orElseGet(() -> !otherSites(payment, policy));
    }

    private static boolean otherSites(Payment payment, Policy policy) {
        return payment.claim()
                .filter(claim -> !claim.site().isEmpty() && !policy.sites().contains(claim.site()))
                .isPresent();
    }

    /** Whether this store made the payment for an order with this number. */
    static boolean madeFor(Payment.Tag tag, OrderId id, Policy policy) {
        return tag.store().equals(id.store())
                && tag.order() == id.number()
                && policy.sites().contains(tag.site());
    }
}
