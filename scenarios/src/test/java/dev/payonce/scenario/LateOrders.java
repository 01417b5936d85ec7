package dev.payonce.scenario;

import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import java.time.Duration;
import java.util.List;

/** The adapter that shifts the times that Temporal reports, since Temporal's own clock cannot be moved. */
record LateOrders(Orders orders, Duration ahead) implements Orders {

    @Override
    public Reconciliation reconcile(ReconcileCommand command) {
        return orders.reconcile(new ReconcileCommand(
                command.order(),
                command.seen(),
                command.since().plus(ahead),
                command.waiting(),
                command.decisions(),
                command.actor()));
    }

    @Override
    public Match match(List<Payment> payments) {
        return orders.match(payments);
    }
}
