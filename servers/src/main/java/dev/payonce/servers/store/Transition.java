package dev.payonce.servers.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A committed change of an order's status by any program, with WooCommerce's prefix on both. */
public record Transition(long orderId, String from, String to, Instant at) {

    static Transition read(ResultSet row, int number) throws SQLException {
        return new Transition(
                row.getLong("order_id"),
                row.getString("from_status"),
                row.getString("to_status"),
                Columns.instant(row, "at"));
    }
}
