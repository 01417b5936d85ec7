package dev.payonce.mysql.ledger;

import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * The table of the next refresh of each unfinished payment. A run in Temporal has a timer for it; the table is for the
 * day on which that run, or all of Temporal, is gone.
 */
public final class RefreshTable {

    private final TableNames tables;

    public RefreshTable(TableNames tables) {
        this.tables = tables;
    }

    /** Costs nothing where nothing changes: a payment that is completed at once never has a row. */
    public void write(OrderWrites writes, OrderId id, Optional<Instant> before, Optional<Instant> next) {
        if (next.equals(before)) {
            return;
        }
        if (next.isEmpty()) {
            writes.sql(tables.sql("DELETE FROM {payonce_refresh} WHERE store = ? AND order_id = ?"))
                    .params(id.store(), id.number())
                    .update();
            return;
        }
        LocalDateTime at = Utc.of(next.get());
        writes.sql(tables.sql("INSERT INTO {payonce_refresh} (store, order_id, next_refresh) VALUES (?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE next_refresh = ?"))
                .params(id.store(), id.number(), at, at)
                .update();
    }
}
