package dev.payonce.woocommerce;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.MySqlTimeouts;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import dev.payonce.woocommerce.plugin.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The search for orders in one of the shop's two storages. Reads only, without a lock. */
final class OrderSearch {

    /** WooCommerce has it since version 10. */
    private static final String INDEXED = """
            SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
              AND table_name = :orders AND column_name = 'transaction_id' AND seq_in_index = 1""";

    /** The shop's clock may be this much from UTC. */
    private static final Duration ZONES = Duration.ofDays(1);

    private final Database database;
    private final TableNames tables;
    private final OrderQueries queries;
    private final String prefix;
    private volatile @Nullable Boolean indexed;

    OrderSearch(Database database, StoreSettings settings, OrderQueries queries) {
        this.database = database;
        this.tables = new TableNames(settings);
        this.queries = queries;
        this.prefix = settings.prefix();
    }

    /** An order as it was saved last. */
    record Saved(long order, String type, String status, Instant updated) {}

    /** Returns the key of an order as WooCommerce made it. */
    Optional<String> rawKey(JdbcClient sql, long order) {
        return sql.sql(tables.sql(queries.rawKey()))
                .param(order)
                .query((row, _) -> String.valueOf(row.getString(1)))
                .optional();
    }

    Optional<Long> byDisplayNumber(Payment.Claim claim) {
        if (claim.number().isBlank() || claim.orderKey().isBlank()) {
            return Optional.empty();
        }
        Set<Long> found = new TreeSet<>();
        RowCallbackHandler collect = row -> {
            if (Fingerprint.ofOrderKey(String.valueOf(row.getString("order_key")))
                    .equals(claim.orderKey())) {
                found.add(row.getLong("order_id"));
            }
        };
        database.sql()
                .sql(tables.sql(queries.byDisplayNumber()))
                .param("keys", OrderTable.DISPLAY_NUMBERS)
                .param("number", claim.number())
                .param("rows", MySqlTimeouts.SCAN_ROWS)
                .query(collect);
        return only(found);
    }

    /** Returns the orders that record one of the IDs. The shop's tables ignore letter case, gateways' IDs do not. */
    Set<Long> recorded(ExternalIds externalIds, Instant now) {
        if (externalIds.none()) {
            return Set.of();
        }
        Set<Long> found = new HashSet<>();
        RowCallbackHandler collect = row -> {
            if (externalIds.contains(row.getString("name"))) {
                found.add(row.getLong("id"));
            }
        };
        database.sql()
                .sql(tables.sql(indexed() ? queries.recorded() : queries.recordedLately()))
                .param("names", externalIds.all())
                .param("intent", Effect.STRIPE_INTENT)
                .param("since", Utc.text(now.minus(MySqlTimeouts.SCAN_BACK)))
                .param("rows", MySqlTimeouts.SCAN_ROWS)
                .query(collect);
        return found;
    }

    Optional<Long> byKey(Payment.Claim claim, Instant now) {
        if (claim.orderKey().isBlank()) {
            return Optional.empty();
        }
        List<Long> found = database.sql()
                .sql(tables.sql(queries.byKey()))
                .param("since", Utc.text(now.minus(MySqlTimeouts.SCAN_BACK)))
                .param("rows", MySqlTimeouts.SCAN_ROWS)
                .param("key", claim.orderKey())
                .query((row, _) -> row.getLong(1))
                .list();
        return only(found);
    }

    /** Returns the orders and refunds that were saved after a time, or after an order at that time. */
    List<Saved> saved(Instant updated, long order, Instant since, int most) {
        return database.sql()
                .sql(tables.sql(queries.saved()))
                .param("updated", Utc.text(updated))
                .param("since", Utc.text(since.minus(ZONES)))
                .param("order", order)
                .param("rows", most)
                .query((row, _) -> new Saved(
                        row.getLong("id"),
                        String.valueOf(row.getString("type")),
                        String.valueOf(row.getString("status")),
                        Utc.read(row, "updated").orElse(Instant.EPOCH)))
                .list();
    }

    /** Returns those of the orders that were paid by Payonce and moved by others since: a reused number is another order. */
    Set<Long> movedFromPaid(String store, List<Long> orders) {
        Set<Long> moved = new HashSet<>();
        if (!orders.isEmpty()) {
            RowCallbackHandler collect = row -> {
                String key = Optional.ofNullable(row.getString("order_key")).orElse("");
                if (Fingerprint.ofOrderKey(key).equals(row.getString("paid_key"))) {
                    moved.add(row.getLong("id"));
                }
            };
            database.sql()
                    .sql(tables.sql(queries.movedFromPaid()))
                    .param("store", store)
                    .param("orders", orders)
                    .query(collect);
        }
        return moved;
    }

    /** Returns the one order found; of two, none, and an operator decides. */
    static Optional<Long> only(Collection<Long> found) {
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    /** Reports whether the index exists, asked once: an update of the shop that adds it is noticed at the next start. */
    private boolean indexed() {
        Boolean known = indexed;
        if (known == null) {
            known = database.sql()
                            .sql(INDEXED)
                            .param("orders", prefix + "wc_orders")
                            .query(Long.class)
                            .single()
                    > 0;
            indexed = known;
        }
        return known;
    }
}
