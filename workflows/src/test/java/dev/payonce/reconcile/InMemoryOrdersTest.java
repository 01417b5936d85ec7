package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import java.time.Clock;
import java.util.List;

class InMemoryOrdersTest extends OrdersContract {

    private final InMemoryOrders orders = new InMemoryOrders(store(), Policy.of(Fingerprint.ofSite(site())), clock());

    @Override
    protected Orders orders() {
        return orders;
    }

    @Override
    protected PaymentHistory timelines() {
        return orders;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected String store() {
        return "";
    }

    @Override
    protected String site() {
        return "https://shop.example";
    }

    @Override
    protected void given(OrderId id, String rawKey, Order.Status status, Money total) {
        orders.put(id.number(), rawKey, status, total);
    }

    @Override
    protected void recorded(OrderId id, String intent) {
        orders.change(
                id.number(),
                order -> new Order(
                        order.id(),
                        order.key(),
                        order.status(),
                        order.total(),
                        order.paid(),
                        order.externalIds().and(ExternalIds.of(intent))));
    }

    @Override
    protected void moved(OrderId id, Order.Status to) {
        orders.change(
                id.number(),
                order -> new Order(order.id(), order.key(), to, order.total(), order.paid(), order.externalIds()));
    }

    @Override
    protected Order order(OrderId id) {
        return orders.order(id.number());
    }

    @Override
    protected List<String> notes(OrderId id) {
        return orders.notes(id.number());
    }

    @Override
    protected List<Entry> ledger(OrderId id) {
        return orders.ledgerOf(id.number());
    }
}
