package dev.payonce.woocommerce;

import dev.payonce.order.OrderId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When each unfinished payment is looked at next. A run in Temporal does the looking and has a timer of its own; this is
 * for the day on which that run, or all of Temporal, is gone.
 */
final class WatchTable {

    private final Tables tables;

    WatchTable(Tables tables) {
        this.tables = tables;
    }

    /** Costs nothing where nothing changes: a payment that is completed at once never has a row. */
    void write(JdbcClient sql, OrderId id, Optional<Instant> before, Optional<Instant> next) {
        if (next.equals(before)) {
            return;
        }
        if (next.isEmpty()) {
            sql.sql(tables.sql("DELETE FROM {payonce_watch} WHERE store = ? AND order_id = ?"))
                    .params(id.store(), id.number())
                    .update();
            return;
        }
        LocalDateTime at = Utc.of(next.get());
        sql.sql(tables.sql("INSERT INTO {payonce_watch} (store, order_id, next_look) VALUES (?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE next_look = ?"))
                .params(id.store(), id.number(), at, at)
                .update();
    }
}
