package dev.payonce.scenario;

import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.TimedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The adapter that shifts the times that Temporal reports, since Temporal's own clock cannot be moved.
 *
 * @param started the start of the worker; what was received before keeps its time
 */
record LateOrders(Orders orders, Duration ahead, Instant started) implements Orders {

    @Override
    public Reconciliation reconcile(ReconcileCommand command) {
        return orders.reconcile(new ReconcileCommand(
                command.order(),
                command.seen(),
                command.since().plus(ahead),
                command.waiting().stream().map(this::shifted).toList(),
                command.decisions(),
                command.actor()));
    }

    private TimedRequest shifted(TimedRequest waiting) {
        return waiting.receivedAt().isBefore(started)
                ? waiting
                : new TimedRequest(waiting.request(), waiting.receivedAt().plus(ahead));
    }

    @Override
    public boolean isOurSite(String site) {
        return orders.isOurSite(site);
    }

    @Override
    public Match match(List<Payment> payments) {
        return orders.match(payments);
    }
}
