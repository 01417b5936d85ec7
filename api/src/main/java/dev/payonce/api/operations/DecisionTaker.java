package dev.payonce.api.operations;

import dev.payonce.api.http.LoggedFailure;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.order.OrderId;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewDecision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of each decision to the order's run, for the HTTP API and for the operators' page. */
public final class DecisionTaker {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionTaker.class);

    /** The run's decisions; each call throws while Temporal is away. */
    public interface Decisions {
        DecisionResult decide(OrderId order, ReviewDecision decision);
    }

    /** The end of a decision. */
    public sealed interface Taken {

        /** The run answered. */
        record Answered(DecisionResult result) implements Taken {}

        /** The ledger has no payment of the order, so that no run was started. */
        record Unknown() implements Taken {}

        /** The run cannot be reached; the same decision may be sent again and counts once. */
        record Away() implements Taken {}
    }

    private final Decisions decisions;
    private final PaymentHistory timelines;
    private final String store;

    public DecisionTaker(Decisions decisions, PaymentHistory timelines, String store) {
        this.decisions = decisions;
        this.timelines = timelines;
        this.store = store;
    }

    /** Hands the decision to the run of this order's number. */
    public Taken take(long number, ReviewDecision decision) {
        OrderId order = new OrderId(store, number);
        try {
            if (timelines.of(order).isEmpty()) {
                return new Taken.Unknown();
            }
            DecisionResult result = decisions.decide(order, decision);
            LOG.atInfo()
                    .addKeyValue("order", order.workflowId())
                    .addKeyValue("review", decision.review())
                    .log("A decision was taken: {}", result.getClass().getSimpleName());
            return new Taken.Answered(result);
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log(
                            "A decision was not taken: {}. The caller got 503 and may send it again",
                            LoggedFailure.why(away));
            return new Taken.Away();
        }
    }
}
