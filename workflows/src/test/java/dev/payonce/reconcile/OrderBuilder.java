package dev.payonce.reconcile;

import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.order.RejectedEffect;
import dev.payonce.order.TwinOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A builder of orders for tests: starts as order 1001 of a store without a name, pending, 49.90 EUR; each method
 * returns another.
 */
public record OrderBuilder(Order made) {

    public static final long NUMBER = 1001;
    public static final String RAW_KEY = "wc_order_1001";
    public static final String KEY = Fingerprint.ofOrderKey(RAW_KEY);
    public static final String SITE = Fingerprint.ofSite("https://shop.example");

    private static final Instant PAID = Instant.parse("2026-11-25T09:00:00Z");

    public static OrderBuilder anOrder() {
        return new OrderBuilder(new Order(
                new OrderId("", NUMBER),
                KEY,
                Order.Status.PENDING,
                Optional.of(new Money(4990, "EUR")),
                Optional.empty(),
                ExternalIds.NONE));
    }

    public OrderBuilder key(String key) {
        return with(parts -> parts.key = key);
    }

    public OrderBuilder status(Order.Status status) {
        return new OrderBuilder(made.with(status, made.paid()));
    }

    public OrderBuilder total(String major, String currency) {
        return total(Money.ofMajor(new BigDecimal(major), currency));
    }

    public OrderBuilder total(Optional<Money> total) {
        return with(parts -> parts.total = total);
    }

    public OrderBuilder made(Instant when) {
        return with(parts -> parts.made = when);
    }

    /** Returns it as processing, and paid by the payment with these names; by cash if there are none. */
    public OrderBuilder paidBy(String... names) {
        Order.Paid paid = new Order.Paid(ExternalIds.of(names), names.length == 0 ? "cod" : "stripe", PAID);
        return new OrderBuilder(made.with(Order.Status.PROCESSING, Optional.of(paid))).naming(names);
    }

    /** Returns it without its paid date. */
    public OrderBuilder unpaid() {
        return new OrderBuilder(made.with(made.status(), Optional.empty()));
    }

    /** Returns it with these IDs, which another plugin recorded. */
    public OrderBuilder naming(String... names) {
        return with(parts -> parts.externalIds = made.externalIds().and(ExternalIds.of(names)));
    }

    /** Returns it with these IDs, which another plugin copied from another order. */
    public OrderBuilder sharing(String... names) {
        return naming(names).with(parts -> parts.sharedIds = ExternalIds.of(names));
    }

    /** Returns it with this fingerprint of its cart, which its twins have, too. */
    public OrderBuilder cart(String fingerprint) {
        return with(parts -> parts.cart = Optional.of(fingerprint));
    }

    /** Returns it as read with these other orders of its cart. */
    public OrderBuilder twins(TwinOrder... twins) {
        return new OrderBuilder(made.with(List.of(twins)));
    }

    /** Returns it with effects that the shop could not apply. */
    public OrderBuilder rejecting(RejectedEffect... effects) {
        return new OrderBuilder(made.withRejected(List.of(effects)));
    }

    /** Returns it under the number that a numbering plugin shows. */
    public OrderBuilder shown(String displayNumber) {
        return with(parts -> parts.displayNumber = displayNumber);
    }

    public OrderBuilder method(String method) {
        return with(parts -> parts.method = method);
    }

    private OrderBuilder with(Consumer<Parts> change) {
        Parts parts = new Parts(made);
        change.accept(parts);
        return new OrderBuilder(parts.order());
    }

    /** The parts of an order that tests change; the rest is copied. */
    private static final class Parts {

        private final Order rest;
        private String key;
        private Optional<Money> total;
        private ExternalIds externalIds;
        private Instant made;
        private String displayNumber;
        private String method;
        private ExternalIds sharedIds;
        private Optional<String> cart;

        Parts(Order from) {
            rest = from;
            key = from.key();
            total = from.total();
            externalIds = from.externalIds();
            made = from.made();
            displayNumber = from.displayNumber();
            method = from.method();
            sharedIds = from.sharedIds();
            cart = from.cart();
        }

        Order order() {
            return new Order(
                    rest.id(),
                    key,
                    rest.status(),
                    total,
                    rest.paid(),
                    externalIds,
                    made,
                    displayNumber,
                    method,
                    sharedIds,
                    cart,
                    rest.twins(),
                    rest.rejected());
        }
    }
}
