package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what came of each settle, and logs what it did to an order. */
final class ReconciliationMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(MySqlOrders.class);

    private final MeterRegistry metrics;

    ReconciliationMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param before what was remembered before this was written */
    void reconciled(ReconcileCommand command, Reconciliation reconciliation, List<Entry> written, Ledger before) {
        String outcome = outcome(written);
        count(outcome);
        written.stream()
                .map(Entry::fact)
                .filter(Fact.ReversalObserved.class::isInstance)
                .map(Fact.ReversalObserved.class::cast)
                .forEach(returned -> countReturn(returned, before));
        LOG.atInfo()
                .addKeyValue("order", command.order().number())
                .addKeyValue("actor", command.actor())
                .addKeyValue("outcome", outcome)
                .addKeyValue("status", reconciliation.view().status())
                .log("Settled an order");
    }

    ApplicationFailure failed(ApplicationFailure failure) {
        count(failure.getType().equals(Failures.TRANSIENT) ? "transient" : "refused");
        return failure;
    }

    /** The gravest of what was written. */
    private static String outcome(List<Entry> written) {
        if (has(written, Fact.Paid.class)) {
            return "paid";
        } else if (has(written, Fact.OrderStatusChanged.class)) {
            return "moved";
        } else if (has(written, Fact.ReviewOpened.class)) {
            return "asked";
        }
        return written.isEmpty() ? "unchanged" : "recorded";
    }

    private static boolean has(List<Entry> written, Class<? extends Fact> kind) {
        return written.stream().map(Entry::fact).anyMatch(kind::isInstance);
    }

    /** A second payment that was given back is {@code refund, extra, done}. */
    private void countReturn(Fact.ReversalObserved returned, Ledger before) {
        String cause =
                before.refund(returned).map(refund -> name(refund.cause())).orElse("elsewhere");
        String kind = name(returned.reversal().kind());
        String state = name(returned.reversal().state());
        metrics.counter("payonce.reversals", "kind", kind, "cause", cause, "state", state)
                .increment();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void count(String outcome) {
        metrics.counter("payonce.reconciliations", "outcome", outcome).increment();
    }
}
