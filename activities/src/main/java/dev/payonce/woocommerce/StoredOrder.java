package dev.payonce.woocommerce;

import dev.payonce.money.Money;
import dev.payonce.mysql.Utc;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order's row. The raw key and the shopper's address are hashed at once and go nowhere.
 *
 * @param status as it is stored, for the compare-and-set
 * @param paidAt when it was paid, or last touched where it is paid and does not say when
 * @param made when it was put into the store
 * @param cart fingerprint of the cart, the shopper and the total; empty where WooCommerce recorded no cart
 */
record StoredOrder(
        String key,
        String status,
        Optional<Money> total,
        String method,
        String transaction,
        boolean paid,
        Instant paidAt,
        Instant made,
        Optional<String> cart) {

    /** Order first, then its operational data: the same order of locks as everywhere. */
    static final String READ = """
            SELECT o.status, o.currency, o.total_amount, o.payment_method, o.transaction_id, o.date_updated_gmt,
                   o.date_created_gmt, o.customer_id, o.billing_email, p.order_key, p.date_paid_gmt, p.cart_hash
            FROM {wc_orders} o JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE o.id = ? AND o.type = 'shop_order'""";

    static StoredOrder read(ResultSet row, int number) throws SQLException {
        String status = text(row.getString("status"));
        BigDecimal total = row.getBigDecimal("total_amount");
        String currency = text(row.getString("currency"));
        Optional<Instant> paid = Utc.read(row, "date_paid_gmt");
        return new StoredOrder(
                Fingerprint.ofOrderKey(text(row.getString("order_key"))),
                status,
                Optional.ofNullable(total).flatMap(amount -> Money.ofMajor(amount, currency)),
                text(row.getString("payment_method")),
                text(row.getString("transaction_id")),
                OrderStatuses.of(status).isPaid() || paid.isPresent(),
                paid.or(() -> updated(row)).orElse(Instant.EPOCH),
                Utc.read(row, "date_created_gmt").orElse(Instant.EPOCH),
                cart(row));
    }

    private static Optional<String> cart(ResultSet row) throws SQLException {
        return cart(
                text(row.getString("cart_hash")),
                row.getLong("customer_id"),
                text(row.getString("billing_email")),
                text(row.getString("total_amount")),
                text(row.getString("currency")));
    }

    /**
     * Returns the fingerprint of a cart, its shopper and its total; empty where the order has no cart or no shopper.
     *
     * @param customer the shopper's account; 0 for a guest, whom the address names
     */
    static Optional<String> cart(String hash, long customer, String email, String total, String currency) {
        String shopper = customer > 0 ? Long.toString(customer) : email.strip().toLowerCase(Locale.ROOT);
        return hash.isBlank() || shopper.isEmpty()
                ? Optional.empty()
                : Optional.of(Fingerprint.of(String.join("\n", hash, shopper, total, currency)));
    }

    /**
     * @param recorded noted on the order by the gateway's own plugin before the order was paid
     * @param shared those of them that another order records, too
     */
    Order order(OrderId id, String displayNumber, ExternalIds recorded, ExternalIds shared) {
        // Of an order that was paid in cash in the end, what a card's plugin noted before says nothing.
        boolean notedByPaidBy = transaction.isBlank() && method.startsWith("stripe");
        ExternalIds paidBy = notedByPaidBy ? recorded : ExternalIds.of(transaction);
        Status known = OrderStatuses.of(status);
        return new Order(
                id,
                key,
                known,
                total,
                paid ? Optional.of(new Order.Paid(paidBy, method, paidAt)) : Optional.empty(),
                ExternalIds.of(transaction).and(recorded),
                made,
                displayNumber,
                method,
                shared,
                cart,
                List.of(),
                List.of());
    }

    private static Optional<Instant> updated(ResultSet row) {
        try {
            return Utc.read(row, "date_updated_gmt");
        } catch (SQLException unreadable) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }
}
