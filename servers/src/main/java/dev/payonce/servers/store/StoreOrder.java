package dev.payonce.servers.store;

import java.math.BigDecimal;
import java.util.List;

/**
 * An order as the checkout leaves it: pending, to be paid by card.
 *
 * @param id the order's number, from 1001
 * @param key WooCommerce's own random name of the order, {@code wc_order_} and 13 letters or digits
 * @param currency ISO 4217, upper case
 * @param shipping in major units, with the currency's own decimals
 */
public record StoreOrder(long id, String key, String currency, Shopper shopper, List<Item> items, BigDecimal shipping) {

    public StoreOrder {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("An order has at least one item");
        }
    }

    /** A line of the order; {@code each} is the price of one piece in major units. */
    public record Item(long product, String name, int quantity, BigDecimal each) {

        public BigDecimal total() {
            return each.multiply(BigDecimal.valueOf(quantity));
        }
    }

    /** A made-up shopper, whose mail domain can never exist. */
    public record Shopper(String first, String last, String street, String city, String postcode, String email) {}

    /** Adds up the amount to pay, in major units with the currency's own decimals. */
    public BigDecimal total() {
        return items.stream().map(Item::total).reduce(shipping, BigDecimal::add);
    }
}
