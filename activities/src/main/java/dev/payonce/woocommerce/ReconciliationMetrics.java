package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.workflow.FailureDetails;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of reconciliations, and the log of their effects on an order. */
final class ReconciliationMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationMetrics.class);

    /** The codes of another writer who was faster: at the order's row, or at the ledger's keys. */
    private static final Set<String> CONFLICTS = Set.of("order-moved", "row-moved", "collision", "deadlock");

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
                .forEach(returned -> countReversal(returned, before));
        LOG.atInfo()
                .addKeyValue("order", command.order().number())
                .addKeyValue("actor", command.actor())
                .addKeyValue("outcome", outcome)
                .addKeyValue("status", reconciliation.view().status())
                .log("Reconciled an order");
    }

    ApplicationFailure failed(ApplicationFailure failure) {
        count(failure.getType().equals(Failures.TRANSIENT) ? "transient" : "refused");
        String code = FailureDetails.code(failure);
        if (CONFLICTS.contains(code)) {
            metrics.counter("payonce.conflicts", "code", code).increment();
        }
        return failure;
    }

    /** Returns the most severe outcome among the written lines. */
    private static String outcome(List<Entry> written) {
        if (has(written, Fact.Paid.class)) {
            return "paid";
        } else if (has(written, Fact.OrderStatusChanged.class)) {
            return "status_changed";
        } else if (has(written, Fact.ReviewOpened.class)) {
            return "needs_review";
        }
        return written.isEmpty() ? "unchanged" : "recorded";
    }

    private static boolean has(List<Entry> written, Class<? extends Fact> kind) {
        return written.stream().map(Entry::fact).anyMatch(kind::isInstance);
    }

    /** Counts a reversal; the refund of a duplicate payment has the tags refund, duplicate, done. */
    private void countReversal(Fact.ReversalObserved returned, Ledger before) {
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
