package dev.payonce.order;

/**
 * The ID of an order in its store. The number alone does not name one order for ever. A restored or cloned store hands
 * the same numbers out again, so {@link Order#key()} travels with it wherever money is concerned.
 *
 * @param store the store's name, lower case letters, digits and dashes; empty where one installation serves one store
 * @param number WooCommerce's order id, positive
 */
public record OrderId(String store, long number) {

    public OrderId {
        if (!store.matches("[a-z0-9][a-z0-9-]{0,31}|")) {
            throw new IllegalArgumentException("A store is named by at most 32 of a-z, 0-9 and -");
        }
        if (number <= 0) {
            throw new IllegalArgumentException("An order id is positive");
        }
    }

    /** Returns the ID of the workflow that alone acts for this order: the order ID itself. */
    public String workflowId() {
        return store.isEmpty() ? Long.toString(number) : store + "-" + number;
    }
}
