package dev.payonce.api.http;

import java.util.Optional;

/** WooCommerce counts orders from 1; what is no such number is no order. */
public final class OrderNumber {

    /** More than any table can count, and well inside of what every program can. */
    public static final long LARGEST = 100_000_000_000_000_000L;

    private OrderNumber() {}

    public static Optional<Long> of(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[1-9][0-9]{0,17}"))
                .map(Long::valueOf)
                .filter(OrderNumber::possible);
    }

    public static boolean possible(long number) {
        return number >= 1 && number <= LARGEST;
    }
}
