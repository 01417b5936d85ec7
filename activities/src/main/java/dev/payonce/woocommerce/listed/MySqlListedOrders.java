package dev.payonce.woocommerce.listed;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.money.Money;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Fingerprint;
import dev.payonce.woocommerce.StoreTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reader of what the operators' list shows of the shop: each order's total and shopper, and its overdue effects. */
public final class MySqlListedOrders {

    private static final String HPOS = """
            SELECT id, total_amount AS total, currency, billing_email AS email FROM {wc_orders} WHERE id IN (:orders)""";

    private static final String POSTS = """
            SELECT post_id AS id, MAX(IF(meta_key = '_order_total', meta_value, NULL)) AS total,
              MAX(IF(meta_key = '_order_currency', meta_value, NULL)) AS currency,
              MAX(IF(meta_key = '_billing_email', meta_value, NULL)) AS email
            FROM {postmeta}
            WHERE post_id IN (:orders) AND meta_key IN ('_order_total', '_order_currency', '_billing_email')
            GROUP BY post_id""";

    /** The times are compared by MySQL's clock, which has written them. */
    private static final String EFFECTS = """
            SELECT order_id, TIMESTAMPDIFF(SECOND, MIN(created_at), UTC_TIMESTAMP(6)) AS age FROM {plugin_effect}
            WHERE state IN (0, 1) AND created_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE
            GROUP BY order_id ORDER BY age DESC, order_id LIMIT :most""";

    private final Database database;
    private final TableNames tables;
    private final StoreTable shop;

    public MySqlListedOrders(Database database, StoreSettings settings) {
        this.database = database;
        this.tables = new TableNames(settings);
        this.shop = new StoreTable(settings);
    }

    /**
     * An order as the list shows it.
     *
     * @param customer the hash of the shopper's e-mail address; empty without one
     */
    public record Row(Optional<Money> total, Optional<String> customer) {}

    /** An order whose effects PHP has not applied for 10 minutes. */
    public record Overdue(long order, Instant since) {}

    /** Returns the hash of an e-mail address: case and spaces around it make no other shopper. */
    public static String customer(String email) {
        return Fingerprint.of(email.strip().toLowerCase(Locale.ROOT));
    }

    /** Reads these orders by one statement; one that the shop does not have is missing. */
    public Map<Long, Row> of(Collection<Long> orders) {
        if (orders.isEmpty()) {
            return Map.of();
        }
        return answered(() -> {
            JdbcClient sql = database.sql();
            Map<Long, Row> rows = new HashMap<>();
            sql.sql(tables.sql(shop.shop(sql).hpos() ? HPOS : POSTS))
                    .param("orders", orders)
                    .query(row -> {
                        rows.put(
                                row.getLong("id"),
                                new Row(
                                        total(row.getString("total"), row.getString("currency")),
                                        Optional.ofNullable(row.getString("email"))
                                                .filter(email -> !email.isBlank())
                                                .map(MySqlListedOrders::customer)));
                    });
            return rows;
        });
    }

    /** Returns the orders with overdue effects, the oldest first; none where the shop has no companion plugin. */
    public List<Overdue> overdue(int most, Instant now) {
        return answered(() -> {
            JdbcClient sql = database.sql();
            return shop.shop(sql).pluginTables().isEmpty()
                    ? List.of()
                    : sql.sql(tables.sql(EFFECTS))
                            .param("most", most)
                            .query((row, _) -> new Overdue(
                                    row.getLong("order_id"), now.minus(Duration.ofSeconds(row.getLong("age")))))
                            .list();
        });
    }

    private static Optional<Money> total(@Nullable String total, @Nullable String currency) {
        try {
            return total == null || currency == null
                    ? Optional.empty()
                    : Money.ofMajor(new BigDecimal(total), currency);
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }
}
