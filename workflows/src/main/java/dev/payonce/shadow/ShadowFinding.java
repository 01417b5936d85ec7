package dev.payonce.shadow;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The difference between what Payonce would have done with an order and what the shop did.
 *
 * @param would the status that it would have given the order last; empty where it would not have moved it
 * @param wouldPayAt when it would have made the order paid
 * @param shop the order's status; empty where the order is gone
 * @param shopPaidAt when the shop made it paid
 * @param because why Payonce saw no payment of an order that the shop has as paid
 */
public record ShadowFinding(
        long order,
        Verdict verdict,
        Optional<Order.Status> would,
        Optional<Instant> wouldPayAt,
        Optional<Order.Status> shop,
        Optional<Instant> shopPaidAt,
        Optional<Unseen> because) {

    /** The reason for which a paid order was not seen. */
    public enum Unseen {
        /** No callback of it came. */
        NO_WEBHOOK,
        /** Each callback was refused for its signature. */
        WRONG_SECRET,
        /** Callbacks name another address than the shop's. */
        OTHER_SITE,
        /** Its payment was seen, and names no order by its key. */
        NO_ORDER_KEY,
        /** It records no gateway's payment. */
        NO_GATEWAY
    }

    /** The severity of a finding, money first. */
    public enum Verdict {
        /** The gateway has the shopper's money, and the shop does not know. */
        PAID_UNNOTICED,
        /** The shop takes it for paid, and no captured payment of this order was seen. */
        PAID_UNSEEN,
        /** Payonce would have moved money: void what is left open, refund what came twice. */
        WOULD_MOVE_MONEY,
        /** Payonce would have opened a review. */
        WOULD_NEED_REVIEW,
        /** Another status than the shop's. */
        OTHER_STATUS,
        SAME
    }

    /** @param order empty where the shop has it no more */
    public static ShadowFinding of(long number, List<Entry> lines, Optional<Order> order) {
        Ledger ledger = Ledger.of(lines);
        Optional<Order.Status> would = ShadowRules.lastDecided(ledger).map(Fact.OrderChange::to);
        return new ShadowFinding(
                number,
                verdict(ledger, would, order),
                would,
                lines.stream()
                        .filter(line -> line.fact() instanceof Fact.Paid)
                        .map(Entry::at)
                        .findFirst(),
                order.map(Order::status),
                order.flatMap(Order::paid).map(Order.Paid::at),
                Optional.empty());
    }

    /** Returns the same finding with the reason for which no payment was seen. */
    public ShadowFinding because(Unseen reason) {
        return new ShadowFinding(order, verdict, would, wouldPayAt, shop, shopPaidAt, Optional.of(reason));
    }

    private static Verdict verdict(Ledger ledger, Optional<Order.Status> would, Optional<Order> order) {
        boolean paid = order.flatMap(Order::paid).isPresent();
        boolean captured = ledger.lastObserved().values().stream().anyMatch(seen -> seen.stage() == Stage.CAPTURED);
        if (would.filter(status -> status == Order.Status.PROCESSING).isPresent() && !paid) {
            return Verdict.PAID_UNNOTICED;
        }
        if (paid && !captured) {
            return Verdict.PAID_UNSEEN;
        }
        if (ledger.facts(Fact.OperationCreated.class).findAny().isPresent()) {
            return Verdict.WOULD_MOVE_MONEY;
        }
        if (!ledger.openReviews().isEmpty()) {
            return Verdict.WOULD_NEED_REVIEW;
        }
        return same(would, order) ? Verdict.SAME : Verdict.OTHER_STATUS;
    }

    /** Reports whether a shipped order counts as the paid one that Payonce would have set. */
    private static boolean same(Optional<Order.Status> would, Optional<Order> order) {
        return would.map(status -> order.map(Order::status)
                        .map(shop ->
                                shop == status || (status == Order.Status.PROCESSING && shop == Order.Status.COMPLETED))
                        .orElse(false))
                .orElse(true);
    }
}
