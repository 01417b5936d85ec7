package dev.payonce.reconcile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The store's orders, and the ledger beside them. The only writer of both. */
@ActivityInterface(namePrefix = "Orders.")
public interface Orders {

    /**
     * Makes true what follows from what was seen: locks the order, reads it again, decides by {@link ReconciliationRules#reconcile},
     * writes order and ledger in one transaction. The answer says what is true afterwards, not what changed, so that a
     * retry of a try whose answer was lost gives the same. Fails transiently when the lock, the database or a
     * compare-and-set refuses, and with "refused" when this is not the store that it was (address, mode).
     */
    Reconciliation reconcile(ReconcileCommand command);

    /** Which order a payment without our tag is for. */
    Match match(List<Payment> payments);

    /** Returns true when this fingerprint is of an address of this shop. Costs no statement. */
    boolean isOurSite(String site);

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
