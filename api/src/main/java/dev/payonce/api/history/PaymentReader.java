package dev.payonce.api.history;

import dev.payonce.api.http.LoggedFailure;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.temporal.TemporalRuns.Run;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reader of an order's payment: the ledger's lines, and the run as Temporal shows it. */
public final class PaymentReader {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentReader.class);

    private final PaymentHistory timelines;
    private final RunReader runs;
    private final String store;

    public PaymentReader(PaymentHistory timelines, RunReader runs, String store) {
        this.timelines = timelines;
        this.runs = runs;
        this.store = store;
    }

    /** The result of a reading. */
    public sealed interface Reading {

        /** @param run the order's run; empty while Temporal cannot be asked */
        record Known(Timeline timeline, Optional<Optional<Run>> run) implements Reading {}

        /** The result where neither ledger nor Temporal knows the order. */
        record Unknown() implements Reading {}

        record LedgerAway() implements Reading {}

        /** The result where the ledger has no line, and Temporal cannot be asked. */
        record TemporalAway() implements Reading {}
    }

    public Reading read(long number) {
        OrderId order = new OrderId(store, number);
        Optional<Timeline> timeline;
        try {
            timeline = timelines.of(order);
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log("The ledger cannot be read: {}. The caller got 503; check MySQL", LoggedFailure.why(away));
            return new Reading.LedgerAway();
        }
        Optional<Optional<Run>> run = run(order);
        if (timeline.isEmpty() && run.isEmpty()) {
            return new Reading.TemporalAway();
        }
        return timeline.or(() -> run.flatMap(known -> known).map(_ -> nothingYet(order)))
                .<Reading>map(known -> new Reading.Known(known, run))
                .orElseGet(Reading.Unknown::new);
    }

    /** Returns the history of an order whose run has not written to the ledger: its address is in a response already. */
    private static Timeline nothingYet(OrderId order) {
        return new Timeline(order, PaymentSummary.NOTHING, List.of());
    }

    /** Returns empty while Temporal cannot be asked. */
    private Optional<Optional<Run>> run(OrderId order) {
        try {
            return Optional.of(runs.latest(order));
        } catch (RuntimeException away) {
            LOG.atDebug().addKeyValue("order", order.workflowId()).log("Temporal cannot be asked for a run", away);
            return Optional.empty();
        }
    }
}
