package dev.payonce.reconcile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.gateway.Observation;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The store's orders, and the ledger beside them. The only writer of both. */
@ActivityInterface(namePrefix = "Orders.")
public interface Orders {

    /**
     * Makes true what follows from what was seen: locks the order, reads it again, decides by {@link Reconciliation#of},
     * writes order and ledger in one transaction. The answer says what is true afterwards, not what changed, so that a
     * retry of a try whose answer was lost gives the same. Fails transiently when the lock, the database or a
     * compare-and-set refuses, and with "refused" when this is not the store that it was (address, mode).
     */
    Reconciliation reconcile(Command command);

    /** Which order a payment without our tag is for. */
    Match match(List<Payment> payments);

    /**
     * @param since when the first of its looks was begun: what they do not show was not there then, whatever came since
     * @param requests those that wait for an answer, each key once
     * @param decisions those of operators
     * @param actor who or what brought this about, for the ledger: {@code callback evt_1}
     */
    record Command(
            OrderId order,
            Observation seen,
            Instant since,
            List<Request> requests,
            List<ReviewDecision> decisions,
            String actor) {

        public Command {
            since = Objects.requireNonNullElse(
                    since, Instant.EPOCH); // An older worker does not say, which proves nothing.
            requests = List.copyOf(requests);
            decisions = List.copyOf(decisions);
        }

        /** True when nothing was looked at, and nobody wants anything but a look. */
        boolean bare() {
            return seen.equals(Observation.NOTHING) && requests.isEmpty() && decisions.isEmpty();
        }

        public static Command of(OrderId order, Observation seen, Instant since, String actor) {
            return new Command(order, seen, since, List.of(), List.of(), actor);
        }
    }

    /** An order number alone matches nothing. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "match")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Match.Found.class, name = "found"),
        @JsonSubTypes.Type(value = Match.NotYet.class, name = "notYet"),
        @JsonSubTypes.Type(value = Match.NotOurs.class, name = "notOurs")
    })
    sealed interface Match {
        record Found(OrderId order) implements Match {}

        /** It may be ours, but the order does not say so yet. */
        record NotYet() implements Match {}

        /** It names another shop. */
        record NotOurs() implements Match {}
    }
}
