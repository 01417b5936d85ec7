package dev.payonce.woocommerce;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.MySqlTimeouts;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders.Match;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the order that a payment is for. Reads only, without a lock: what it finds is where to knock; whether the
 * payment really is that order's is decided under the lock.
 */
final class OrderMatcher {

    static final String KEY_OF = """
            SELECT p.order_key FROM {wc_orders} o JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE o.id = ? AND o.type = 'shop_order'""";

    private static final String IN_META = """
            SELECT order_id AS id, CONVERT(meta_value USING utf8mb4) COLLATE utf8mb4_bin AS name
            FROM {wc_orders_meta} WHERE meta_key = :intent AND meta_value IN (:names)""";

    static final String RECORDED = IN_META + """

            UNION ALL
            SELECT id AS id, CONVERT(transaction_id USING utf8mb4) COLLATE utf8mb4_bin AS name
            FROM {wc_orders} WHERE transaction_id IN (:names) AND type = 'shop_order'""";

    /** Without an index of transaction ids: the orders saved last, for a plugin that writes the id saves the order. */
    static final String RECORDED_LATELY = IN_META + """

            UNION ALL
            SELECT o.id AS id, CONVERT(o.transaction_id USING utf8mb4) COLLATE utf8mb4_bin AS name FROM (
              SELECT id, type, transaction_id FROM {wc_orders} FORCE INDEX (date_updated)
              WHERE date_updated_gmt >= :since ORDER BY date_updated_gmt DESC LIMIT :rows) AS o
            WHERE o.transaction_id IN (:names) AND o.type = 'shop_order'""";

    /** WooCommerce has it since version 10. */
    static final String INDEXED = """
            SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
              AND table_name = :orders AND column_name = 'transaction_id' AND seq_in_index = 1""";

    /** Numbering plugins note the number that they show on the order. */
    static final String BY_DISPLAY_NUMBER = """
            SELECT m.order_id, p.order_key
            FROM {wc_orders_meta} m JOIN {wc_order_operational_data} p ON p.order_id = m.order_id
            WHERE m.meta_key IN (:keys) AND m.meta_value = :number LIMIT 10""";

    /** The newest orders only, hashed by the server: a numbering plugin hid the id, and only the key is known. */
    static final String BY_KEY = """
            SELECT p.order_id FROM (
              SELECT id FROM {wc_orders} FORCE INDEX (date_created)
              WHERE type = 'shop_order' AND date_created_gmt >= :since
              ORDER BY date_created_gmt DESC LIMIT :rows) AS o
            JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE LEFT(SHA2(p.order_key, 256), 32) = :key""";

    private final Database database;
    private final String store;
    private final TableNames tables;
    private final LedgerTable ledgers;
    private final String prefix;
    private volatile @Nullable Boolean indexed;

    OrderMatcher(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        this.prefix = settings.prefix();
        this.tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
    }

    /** The first payment that leads to an order decides; another shop's is only what every payment says. */
    Match match(List<Payment> payments, ExternalIds sites, Instant now) {
        boolean foreign = !payments.isEmpty();
        for (Payment payment : payments) {
            Match match = match(payment, sites, now);
            if (match instanceof Match.Found) {
                return match;
            }
            foreign &= match instanceof Match.NotOurs;
        }
        return foreign ? new Match.NotOurs() : new Match.NotYet();
    }

    private Match match(Payment payment, ExternalIds sites, Instant now) {
        if (payment.tag().isPresent()) {
            Payment.Tag tag = payment.tag().get();
            return tag.store().equals(store) && sites.contains(tag.site()) && tag.order() > 0
                    ? found(tag.order())
                    : new Match.NotOurs();
        }
        boolean elsewhere = payment.claim()
                .map(Payment.Claim::site)
                .filter(site -> !site.isBlank() && !sites.contains(site))
                .isPresent();
        if (elsewhere) {
            return new Match.NotOurs();
        }
        return owner(payment)
                .or(() -> payment.claim().flatMap(this::byNumberAndKey))
                .or(() -> payment.claim().flatMap(this::byDisplayNumber))
                .or(() -> byRecord(payment.externalIds(), now))
                .or(() -> payment.claim().flatMap(claim -> byKey(claim, now)))
                .map(this::found)
                .orElseGet(Match.NotYet::new);
    }

    private Match found(long order) {
        return new Match.Found(new OrderId(store, order));
    }

    private Optional<Long> owner(Payment payment) {
        Set<Long> owners = new TreeSet<>();
        ledgers.owners(database.sql(), store, Set.of(payment.gateway()), ExternalIdExtractor.of(payment))
                .values()
                .forEach(owner -> owners.add(owner.order()));
        return only(owners);
    }

    private Optional<Long> byNumberAndKey(Payment.Claim claim) {
        if (!claim.number().matches("[1-9][0-9]{0,17}") || claim.orderKey().isBlank()) {
            return Optional.empty();
        }
        long number = Long.parseLong(claim.number());
        return database.sql()
                .sql(tables.sql(KEY_OF))
                .param(number)
                .query((row, _) -> Fingerprint.ofOrderKey(String.valueOf(row.getString(1))))
                .optional()
                .filter(claim.orderKey()::equals)
                .map(_ -> number);
    }

    private Optional<Long> byDisplayNumber(Payment.Claim claim) {
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
                .sql(tables.sql(BY_DISPLAY_NUMBER))
                .param("keys", OrderTable.DISPLAY_NUMBERS)
                .param("number", claim.number())
                .query(collect);
        return only(found);
    }

    /** The shop's tables compare without regard to letter case; gateways' ids differ by it. */
    private Optional<Long> byRecord(ExternalIds externalIds, Instant now) {
        if (externalIds.none()) {
            return Optional.empty();
        }
        Map<Long, String> found = new HashMap<>();
        RowCallbackHandler collect = row -> {
            if (externalIds.contains(row.getString("name"))) {
                found.put(row.getLong("id"), row.getString("name"));
            }
        };
        JdbcClient sql = database.sql();
        sql.sql(tables.sql(indexed() ? RECORDED : RECORDED_LATELY))
                .param("names", externalIds.all())
                .param("intent", OrderTable.INTENT)
                .param("since", Utc.of(now.minus(MySqlTimeouts.SCAN_BACK)))
                .param("rows", MySqlTimeouts.SCAN_ROWS)
                .query(collect);
        return only(found.keySet());
    }

    /** Asked once: an update of the shop that adds the index is noticed at the next start. */
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

    private Optional<Long> byKey(Payment.Claim claim, Instant now) {
        if (claim.orderKey().isBlank()) {
            return Optional.empty();
        }
        List<Long> found = database.sql()
                .sql(tables.sql(BY_KEY))
                .param("since", Utc.of(now.minus(MySqlTimeouts.SCAN_BACK)))
                .param("rows", MySqlTimeouts.SCAN_ROWS)
                .param("key", claim.orderKey())
                .query((row, _) -> row.getLong(1))
                .list();
        return only(found);
    }

    /** Two answers are none: then a person finds out. */
    private static Optional<Long> only(Collection<Long> found) {
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }
}
