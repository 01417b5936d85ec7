package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.EffectRules;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.ReviewAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The effects of a reconciliation where PHP alone moves the order.
 *
 * <p>Why it is right. Ledger, outbox row and Action Scheduler row are one transaction, so what was decided is applied, and
 * nothing else is. PHP applies a row once: it locks the row, and marks it in the transaction that moves the order. What
 * PHP has not applied yet counts as applied here, under the same order lock. What PHP cannot apply is decided again on
 * the order as it is, and taken over in that decision's transaction. What only a person can help counts as applied,
 * and goes to review: decided again, it would fail again with each refresh.
 */
public final class PluginEffects {

    private final EffectOutbox outbox;
    private final PaymentRowTable payments;

    public PluginEffects(TableNames tables) {
        this.outbox = new EffectOutbox(tables);
        this.payments = new PaymentRowTable(tables);
    }

    /** The order as it will be, and whether a rejected effect is to be decided again. */
    public record Foreseen(Order order, boolean rejected) {}

    /** A way to foresee an order by the effects that a query has read meanwhile. */
    public interface Foresight {

        /** Returns the order as it will be after its effects. */
        Foreseen of(Order real, Ledger ledger);
    }

    /** Adds to the query the effects that are not applied. The caller holds the order's lock and row. */
    public Foresight foresee(StoreQuery query, OrderId id) {
        EffectOutbox.Reading reading = outbox.unfinished(query, id);
        return (real, ledger) -> {
            UnfinishedEffects unfinished = reading.of(real.key());
            return new Foreseen(ForeseenOrder.of(real, ledger, unfinished), unfinished.decidedAgain());
        };
    }

    /** Adds to the writes what a decision does to the order and what PHP may know of it. Returns true if there is an effect. */
    public boolean write(
            JdbcClient sql,
            OrderWrites writes,
            Order foreseen,
            boolean rejected,
            Reconciliation decided,
            Ledger before,
            List<Payment> seen,
            Instant now) {
        OrderId id = foreseen.id();
        String key = foreseen.key();
        List<Entry> added = decided.added();
        List<String> paidOtherwise = refunded(added) ? outbox.paidOtherwise(sql, id, key) : List.of();
        List<Effect> effects = new EffectMapper(foreseen, before, added, seen, paidOtherwise).effects();
        outbox.insert(writes, id, key, effects);
        if (rejected) {
            outbox.takeOver(writes, id, key);
        }
        Ledger after = before.with(added);
        payments.write(writes, id, key, PaymentRow.of(decided.view(), after, now));
        Optional<ReviewAction> decision = EffectRules.decided(after, added);
        boolean retry =
                decision.filter(ReviewAction.RetryEffects.class::isInstance).isPresent();
        if (retry) {
            outbox.retry(writes, id, key);
        } else if (decision.isPresent()) {
            outbox.giveUp(writes, id, key);
        }
        boolean open = retry || !effects.isEmpty();
        if (open) {
            outbox.schedule(writes, id);
        }
        return open;
    }

    private static boolean refunded(List<Entry> added) {
        return added.stream()
                .anyMatch(line -> line.fact() instanceof Fact.ReversalObserved seen
                        && seen.reversal().kind() == Reversal.Kind.REFUND);
    }
}
