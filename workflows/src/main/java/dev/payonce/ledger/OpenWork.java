package dev.payonce.ledger;

import java.util.List;

/** The work that a store has in flight, and that ends before the store leaves Payonce. Reads only. */
public interface OpenWork {

    /** Returns the orders with something in flight, the lowest number first. Throws when the database is away. */
    Page read(int most);

    /**
     * A part of the orders.
     *
     * @param count of all orders with something in flight
     */
    record Page(List<OpenOrder> orders, int count) {

        public Page {
            orders = List.copyOf(orders);
        }
    }
}
