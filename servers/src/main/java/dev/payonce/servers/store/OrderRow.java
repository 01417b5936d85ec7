package dev.payonce.servers.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The row of an order in MySQL now.
 *
 * @param status with its prefix, as in {@code wc-processing}
 * @param total in major units, with eight decimals
 * @param transaction the payment's name as the program recorded it that completed the order
 */
public record OrderRow(
        long id,
        String status,
        BigDecimal total,
        String currency,
        String key,
        Optional<String> transaction,
        Optional<Instant> paidAt,
        Instant updatedAt) {

    /** Returns true if the order is paid in WooCommerce's own sense. */
    public boolean isPaid() {
        return status.equals("wc-processing") || status.equals("wc-completed");
    }

    static final String SQL = """
            SELECT o.id, o.status, o.total_amount, o.currency, d.order_key, o.transaction_id, d.date_paid_gmt,
                   o.date_updated_gmt
            FROM %1$swc_orders o JOIN %1$swc_order_operational_data d ON d.order_id = o.id
            WHERE o.type = 'shop_order'""";

    static OrderRow read(ResultSet row, int number) throws SQLException {
        return new OrderRow(
                row.getLong("id"),
                row.getString("status"),
                row.getBigDecimal("total_amount"),
                row.getString("currency"),
                row.getString("order_key"),
                Optional.ofNullable(row.getString("transaction_id")).filter(name -> !name.isEmpty()),
                Columns.instantOrNone(row, "date_paid_gmt"),
                Columns.instant(row, "date_updated_gmt"));
    }
}
