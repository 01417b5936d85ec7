package dev.payonce.ledger;

import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.InMemoryOrders;
import dev.payonce.reconcile.Orders;

class InMemoryOverdueOrdersTest extends OverdueOrdersContract {

    private final InMemoryOrders orders = InMemoryOrders.at(site());

    @Override
    protected Orders orders() {
        return orders;
    }

    @Override
    protected OverdueOrders watch() {
        return new InMemoryOverdueOrders(orders);
    }

    @Override
    protected String site() {
        return "https://shop.example";
    }

    @Override
    protected void given(long number, String rawKey, Status status, Money total) {
        orders.put(number, rawKey, status, total);
    }

    @Override
    protected void moved(long number, Status to) {
        orders.change(
                number,
                order -> new Order(order.id(), order.key(), to, order.total(), order.paid(), order.externalIds()));
    }
}
