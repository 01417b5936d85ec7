package dev.payonce.woocommerce.plugin;

import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.OrderId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code payonce_payment}: one row an order, written with the decision and read by PHP. */
final class PaymentRowTable {

    private static final int LONGEST_TEXT = 400;

    private static final String UPSERT = """
            INSERT INTO {plugin_payment} (order_id, order_key, status, reason, waits_for, keep_until, gateway, payment,
              currency, authorized, captured, refunded, review, review_text, updated_at)
            VALUES (:order, :key, :status, :reason, :waits, :keep, :gateway, :payment, :currency, :authorized, :captured,
              :refunded, :review, :text, UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE order_key = :key, status = :status, reason = :reason, waits_for = :waits,
              keep_until = :keep, gateway = :gateway, payment = :payment, currency = :currency, authorized = :authorized,
              captured = :captured, refunded = :refunded, review = :review, review_text = :text,
              updated_at = UTC_TIMESTAMP(6)""";

    private final TableNames tables;

    PaymentRowTable(TableNames tables) {
        this.tables = tables;
    }

    void write(JdbcClient sql, OrderId id, String key, PaymentRow row) {
        sql.sql(tables.sql(UPSERT))
                .param("order", id.number())
                .param("key", key)
                .param("status", row.status())
                .param("reason", row.reason())
                .param("waits", row.waitsFor())
                .param("keep", row.keepUntil().map(Utc::of).orElse(null))
                .param("gateway", row.gateway())
                .param("payment", row.payment())
                .param("currency", row.currency())
                .param("authorized", row.authorized())
                .param("captured", row.captured())
                .param("refunded", row.refunded())
                .param("review", row.review().isPresent() ? row.review().getAsInt() : null)
                .param("text", shortened(row.reviewText()))
                .update();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
