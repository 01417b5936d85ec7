package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import java.util.Optional;

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

    void write(OrderWrites writes, OrderId id, String key, PaymentRow row) {
        Optional<Fact.PaymentObserved> seen = row.observed();
        Optional<Money> authorized =
                seen.filter(each -> each.stage() == Stage.AUTHORIZED).map(Fact.PaymentObserved::amount);
        Optional<Money> captured = seen.map(Fact.PaymentObserved::captured);
        writes.sql(tables.sql(UPSERT))
                .param("order", id.number())
                .param("key", key)
                .param("status", row.summary().status().name())
                .param("reason", row.summary().reason().orElse(""))
                .param("waits", row.waitsFor())
                .param("keep", row.keepUntil().map(Utc::of).orElse(null))
                .param("gateway", seen.map(Fact.PaymentObserved::gateway).orElse(""))
                .param("payment", row.summary().payment().orElse(""))
                .param("currency", captured.map(Money::currency).orElse(""))
                .param("authorized", authorized.map(Money::minor).orElse(0L))
                .param("captured", captured.map(Money::minor).orElse(0L))
                .param("refunded", row.refunded())
                .param("review", row.review().map(Review::number).orElse(null))
                .param(
                        "text",
                        shortened(row.review()
                                .map(review -> String.join(" ", review.lines()))
                                .orElse("")))
                .update();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
