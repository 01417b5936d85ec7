package dev.payonce.scenario;

import dev.payonce.payment.Orders;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Settlement;
import java.time.Duration;
import java.util.List;

/** Temporal's own clock cannot be moved: what it says of the time is put forward here, as the activities' clocks are. */
record LateOrders(Orders orders, Duration ahead) implements Orders {

    @Override
    public Settlement settle(Settle command) {
        return orders.settle(new Settle(
                command.order(),
                command.seen(),
                command.since().plus(ahead),
                command.requests(),
                command.decisions(),
                command.actor()));
    }

    @Override
    public Match match(List<Payment> payments) {
        return orders.match(payments);
    }
}
