package dev.payonce.mysql.ledger;

import dev.payonce.health.AgedGauges;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of open reviews. It costs a statement only where a review opens or closes, or a decision is proposed. */
public final class ReviewTable {

    /**
     * An open review of an order.
     *
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

    private final TableNames tables;

    public ReviewTable(TableNames tables) {
        this.tables = tables;
    }

    /** Follows the new lines of an order's ledger. */
    public void write(OrderWrites writes, OrderId id, List<Entry> added) {
        for (Entry line : added) {
            switch (line.fact()) {
                case Fact.ReviewOpened(var review) ->
                    writes.sql(tables.sql("INSERT INTO {payonce_review} (store, order_id, number, reason, at)"
                                    + " VALUES (:store, :order, :number, :reason, :at)"
                                    + " ON DUPLICATE KEY UPDATE reason = :reason, at = :at"))
                            .param("store", id.store())
                            .param("order", id.number())
                            .param("number", review.number())
                            .param("reason", review.reason().name())
                            .param("at", Utc.of(line.at()))
                            .update();
                case Fact.ReviewClosed(int number, var _) ->
                    writes.sql(tables.sql(
                                    "DELETE FROM {payonce_review} WHERE store = ? AND order_id = ? AND number = ?"))
                            .params(id.store(), id.number(), number)
                            .update();
                case Fact.DecisionProposed(var decision, var _) ->
                    writes.sql(tables.sql("UPDATE {payonce_review} SET proposed_by = ?, proposed_at = ?"
                                    + " WHERE store = ? AND order_id = ? AND number = ?"))
                            .params(decision.who(), Utc.of(line.at()), id.store(), id.number(), decision.review())
                            .update();
                default -> {}
            }
        }
    }

    /** Returns the open reviews, oldest first. */
    public List<Row> oldest(JdbcClient sql, String store, int most) {
        return sql.sql(tables.sql(
                        "SELECT order_id, number, reason, at, proposed_by, proposed_at FROM {payonce_review} WHERE store = ?"
                                + " ORDER BY at, order_id, number LIMIT ?"))
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

    /** Counts the open reviews by reason. */
    public List<AgedGauges.Kind> byReason(JdbcClient sql, String store) {
        return sql.sql(tables.sql("SELECT reason, COUNT(*) AS open, MIN(at) AS oldest FROM {payonce_review}"
                        + " WHERE store = ? GROUP BY reason"))
                .param(store)
                .query((row, _) ->
                        new AgedGauges.Kind(row.getString("reason"), row.getInt("open"), Utc.read(row, "oldest")))
                .list();
    }
}
