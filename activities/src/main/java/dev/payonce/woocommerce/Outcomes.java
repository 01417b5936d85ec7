package dev.payonce.woocommerce;

import dev.payonce.payment.Entry;
import dev.payonce.payment.Fact;
import dev.payonce.payment.Failures;
import dev.payonce.payment.Ledger;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Settlement;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what came of each settle, and logs what it did to an order. */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(MySqlOrders.class);

    private final MeterRegistry metrics;

    Outcomes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param before what was remembered before this was written */
    void settled(Orders.Settle command, Settlement settlement, List<Entry> written, Ledger before) {
        String outcome = outcome(written);
        count(outcome);
        written.stream()
                .map(Entry::fact)
                .filter(Fact.Returned.class::isInstance)
                .map(Fact.Returned.class::cast)
                .forEach(returned -> countReturn(returned, before));
        LOG.atInfo()
                .addKeyValue("order", command.order().number())
                .addKeyValue("actor", command.actor())
                .addKeyValue("outcome", outcome)
                .addKeyValue("status", settlement.view().status())
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
        } else if (has(written, Fact.Moved.class)) {
            return "moved";
        } else if (has(written, Fact.Asked.class)) {
            return "asked";
        }
        return written.isEmpty() ? "unchanged" : "recorded";
    }

    private static boolean has(List<Entry> written, Class<? extends Fact> kind) {
        return written.stream().map(Entry::fact).anyMatch(kind::isInstance);
    }

    /** A second payment that was given back is {@code refund, extra, done}. */
    private void countReturn(Fact.Returned returned, Ledger before) {
        String cause =
                before.refund(returned).map(refund -> name(refund.cause())).orElse("elsewhere");
        String kind = name(returned.back().kind());
        String state = name(returned.back().state());
        metrics.counter("payonce.returns", "kind", kind, "cause", cause, "state", state)
                .increment();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void count(String outcome) {
        metrics.counter("payonce.settlements", "outcome", outcome).increment();
    }
}
