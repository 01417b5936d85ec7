package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Orders for tests: begins as order 1001 of a store without a name, pending, 49.90 EUR; each method returns another. */
public record AnOrder(Order made) {

    public static final long NUMBER = 1001;
    public static final String RAW_KEY = "wc_order_1001";
    public static final String KEY = Fingerprint.ofOrderKey(RAW_KEY);
    public static final String SITE = Fingerprint.ofSite("https://shop.example");

    private static final Instant PAID = Instant.parse("2026-11-25T09:00:00Z");

    public static AnOrder anOrder() {
        return new AnOrder(new Order(
                new OrderId("", NUMBER),
                KEY,
                Order.Status.PENDING,
                Optional.of(new Money(4990, "EUR")),
                Optional.empty(),
                Names.NONE));
    }

    public AnOrder key(String key) {
        return new AnOrder(new Order(made.id(), key, made.status(), made.total(), made.paid(), made.names()));
    }

    public AnOrder status(Order.Status status) {
        return new AnOrder(new Order(made.id(), made.key(), status, made.total(), made.paid(), made.names()));
    }

    public AnOrder total(String major, String currency) {
        return total(Money.ofMajor(new BigDecimal(major), currency));
    }

    public AnOrder total(Optional<Money> total) {
        return new AnOrder(new Order(made.id(), made.key(), made.status(), total, made.paid(), made.names()));
    }

    public AnOrder made(Instant when) {
        return new AnOrder(
                new Order(made.id(), made.key(), made.status(), made.total(), made.paid(), made.names(), when));
    }

    /** Processing, and paid by whatever has these names; by cash if there are none. */
    public AnOrder paidBy(String... names) {
        Order.Paid paid = new Order.Paid(Names.of(names), names.length == 0 ? "cod" : "stripe", PAID);
        return new AnOrder(new Order(
                made.id(),
                made.key(),
                Order.Status.PROCESSING,
                made.total(),
                Optional.of(paid),
                made.names().and(Names.of(names))));
    }

    /** Another plugin recorded these ids on it. */
    public AnOrder naming(String... names) {
        return new AnOrder(new Order(
                made.id(),
                made.key(),
                made.status(),
                made.total(),
                made.paid(),
                made.names().and(Names.of(names))));
    }
}
