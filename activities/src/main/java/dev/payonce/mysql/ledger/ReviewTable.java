package dev.payonce.mysql.ledger;

import dev.payonce.health.AgedGauges;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of open reviews, and of refunds that wait for a second operator: those have the number 0. It costs a statement only
 * where a review opens or closes, or an operator proposes.
 */
public final class ReviewTable {

    /** The reason of a row that is a proposed refund, and no review. */
    public static final String REFUND_PROPOSED = "REFUND_PROPOSED";

    /** A proposed refund is over after a day, and with the next operation of its order. */
    private static final String OPEN = """
            FROM {payonce_review} r
            WHERE r.store = ? AND (r.number > 0 OR (r.at > UTC_TIMESTAMP(6) - INTERVAL 1 DAY
              AND NOT EXISTS (SELECT 1 FROM {payonce_ledger} o WHERE o.store = r.store AND o.order_id = r.order_id
                                AND o.entry LIKE 'operation:%' AND o.entry NOT LIKE '%=%' AND o.at >= r.at)))
            """;

    private static final String ROWS = "SELECT r.order_id, r.number, r.reason, r.at, r.proposed_by, r.proposed_at "
            + OPEN + "ORDER BY r.at, r.order_id, r.number LIMIT ?";

    private static final String GATEWAYS = """
            SELECT r.order_id, r.number,
              (SELECT JSON_UNQUOTE(JSON_EXTRACT(l.body, '$.review.about[0].gateway')) FROM {payonce_ledger} l
               WHERE l.store = r.store AND l.order_id = r.order_id AND l.entry = CONCAT('review:', r.number)
               ORDER BY l.seq DESC LIMIT 1) AS gateway
            FROM {payonce_review} r WHERE r.store = :store AND r.order_id IN (:orders) AND r.number > 0""";

    private static final String BY_REASON =
            "SELECT r.reason, COUNT(*) AS open, MIN(r.at) AS oldest " + OPEN + "GROUP BY r.reason";

    private static final String OPENED = """
            INSERT INTO {payonce_review} (store, order_id, number, reason, at)
            VALUES (:store, :order, :number, :reason, :at) ON DUPLICATE KEY UPDATE reason = :reason, at = :at""";

    private static final String PROPOSED = """
            UPDATE {payonce_review} SET proposed_by = ?, proposed_at = ?
            WHERE store = ? AND order_id = ? AND number = ?""";

    /**
     * An open review of an order.
     *
     * @param number 0 for a refund by hand that waits for a second operator
     * @param proposedBy the operator who has proposed a decision last; a proposal may be over
     */
    public record Row(
            long order,
            int number,
            String reason,
            Instant at,
            Optional<String> proposedBy,
            Optional<Instant> proposedAt) {

        public Row(long order, int number, String reason, Instant at) {
            this(order, number, reason, at, Optional.empty(), Optional.empty());
        }
    }

    /** A review of an order, by its number. */
    public record Key(long order, int number) {}

    private final TableNames tables;

    public ReviewTable(TableNames tables) {
        this.tables = tables;
    }

    /** Follows the new lines of an order's ledger. */
    public void write(OrderWrites writes, OrderId id, List<Entry> added) {
        for (Entry line : added) {
            switch (line.fact()) {
                case Fact.ReviewOpened(var review) ->
                    open(writes, id, review.number(), review.reason().name(), line.at());
                case Fact.ReviewClosed(int number, var _) ->
                    writes.sql(tables.sql(
                                    "DELETE FROM {payonce_review} WHERE store = ? AND order_id = ? AND number = ?"))
                            .params(id.store(), id.number(), number)
                            .update();
                case Fact.DecisionProposed(var decision, var _) ->
                    propose(writes, id, decision.review(), decision.who(), line.at());
                case Fact.RefundProposed proposed
                when proposed.isProven() -> {
                    open(writes, id, 0, REFUND_PROPOSED, line.at());
                    propose(writes, id, 0, proposed.who(), line.at());
                }
                default -> {}
            }
        }
    }

    private void open(OrderWrites writes, OrderId id, int number, String reason, Instant at) {
        writes.sql(tables.sql(OPENED))
                .param("store", id.store())
                .param("order", id.number())
                .param("number", number)
                .param("reason", reason)
                .param("at", Utc.of(at))
                .update();
    }

    private void propose(OrderWrites writes, OrderId id, int review, String who, Instant at) {
        writes.sql(tables.sql(PROPOSED))
                .params(who, Utc.of(at), id.store(), id.number(), review)
                .update();
    }

    /** Returns the open reviews and the proposed refunds, oldest first. */
    public List<Row> oldest(JdbcClient sql, String store, int most) {
        return sql.sql(tables.sql(ROWS))
                .params(store, most)
                .query((row, _) -> new Row(
                        row.getLong("order_id"),
                        row.getInt("number"),
                        row.getString("reason"),
                        Utc.read(row, "at").orElseThrow(),
                        Optional.ofNullable(row.getString("proposed_by")),
                        Utc.read(row, "proposed_at")))
                .list();
    }

    /** Returns the gateway of the first payment that each review of these orders is about. */
    public Map<Key, String> gateways(JdbcClient sql, String store, Collection<Long> orders) {
        Map<Key, String> gateways = new HashMap<>();
        if (!orders.isEmpty()) {
            sql.sql(tables.sql(GATEWAYS))
                    .param("store", store)
                    .param("orders", orders)
                    .query(row -> {
                        String gateway = row.getString("gateway");
                        if (gateway != null) {
                            gateways.put(new Key(row.getLong("order_id"), row.getInt("number")), gateway);
                        }
                    });
        }
        return gateways;
    }

    /** Counts the open reviews and the proposed refunds, by reason. */
    public List<AgedGauges.Kind> byReason(JdbcClient sql, String store) {
        return sql.sql(tables.sql(BY_REASON))
                .param(store)
                .query((row, _) ->
                        new AgedGauges.Kind(row.getString("reason"), row.getInt("open"), Utc.read(row, "oldest")))
                .list();
    }
}
