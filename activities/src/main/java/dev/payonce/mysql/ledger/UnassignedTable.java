package dev.payonce.mysql.ledger;

import dev.payonce.health.AgedGauges;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of money that names this shop and that no rule assigns to an order (case F15). A row counts while no order has
 * recorded its payment, and no operator has handled it as it is now.
 */
public final class UnassignedTable {

    private static final String WRITE = """
            INSERT INTO {payonce_unassigned} (store, gateway, payment, amount, disputed, at) VALUES (?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE amount = VALUES(amount), disputed = VALUES(disputed)""";

    /** The time after which a callback's last refresh has not found its order, and a minute. */
    public static final Duration SETTLED = Duration.ofMinutes(12);

    private static final String WITHOUT_ORDER = """
            FROM {payonce_unassigned} u
            WHERE u.store = ? AND u.at < ? AND u.gateway <> ''
              AND NOT EXISTS (SELECT 1 FROM {payonce_external_id} n WHERE n.store = u.store AND n.gateway = u.gateway
                                AND n.external_id = u.payment)
              AND NOT EXISTS (SELECT 1 FROM {payonce_handled} h WHERE h.store = u.store AND h.gateway = u.gateway
                                AND h.payment = u.payment AND h.amount = u.amount AND h.disputed = u.disputed)
            """;

    private static final String COUNT =
            "SELECT u.gateway, COUNT(*) AS payments, MIN(u.at) AS oldest " + WITHOUT_ORDER + "GROUP BY u.gateway";

    /** An address is no payment, so its row has no gateway. */
    private static final String OTHER_SITE = """
            INSERT IGNORE INTO {payonce_unassigned} (store, gateway, payment, amount, disputed, at)
            VALUES (?, '', ?, '', 0, ?)""";

    private static final String OTHER_SITES = """
            SELECT COUNT(*) FROM {payonce_unassigned} WHERE store = ? AND gateway = '' AND at < ?""";

    private static final String PAYMENTS = """
            SELECT payment FROM {payonce_unassigned}
            WHERE store = :store AND gateway <> '' AND payment IN (:payments)""";

    private static final String ROWS =
            "SELECT u.gateway, u.payment, u.amount, u.disputed, u.at " + WITHOUT_ORDER + "ORDER BY u.at LIMIT ?";

    private static final String HANDLE = """
            INSERT IGNORE INTO {payonce_handled} (store, gateway, payment, amount, disputed, who, why, at)
            SELECT u.store, u.gateway, u.payment, u.amount, u.disputed, :who, :why, :at FROM {payonce_unassigned} u
            WHERE u.store = :store AND u.gateway = :gateway AND u.gateway <> '' AND u.payment = :payment
              AND u.amount = :amount AND u.disputed = :disputed""";

    private static final String HANDLED = """
            SELECT h.who, h.why, h.at FROM {payonce_handled} h
            JOIN {payonce_unassigned} u ON u.store = h.store AND u.gateway = h.gateway AND u.payment = h.payment
              AND u.amount = h.amount AND u.disputed = h.disputed
            WHERE h.store = :store AND h.gateway = :gateway AND h.payment = :payment AND h.amount = :amount
              AND h.disputed = :disputed""";

    /** A payment with money that no order has. */
    public record Row(String gateway, String payment, String amount, boolean disputed, Instant at) {}

    private final TableNames tables;

    public UnassignedTable(TableNames tables) {
        this.tables = tables;
    }

    /** Records the payment, or its amount now; the time of the first record stays. */
    public void write(JdbcClient sql, String store, Payment payment, Instant now) {
        sql.sql(tables.sql(WRITE))
                .params(store, payment.gateway(), payment.id(), payment.net().text(), payment.disputed(), Utc.text(now))
                .update();
    }

    /** Records the fingerprint of another shop's address that a callback named. */
    public void otherSite(JdbcClient sql, String store, String site, Instant now) {
        sql.sql(tables.sql(OTHER_SITE)).params(store, site, Utc.text(now)).update();
    }

    /** Counts the other addresses that callbacks have named before this time. */
    public int otherSites(JdbcClient sql, String store, Instant before) {
        return sql.sql(tables.sql(OTHER_SITES))
                .params(store, Utc.text(before))
                .query(Integer.class)
                .single();
    }

    /** Reports whether one of these payments has no order. */
    public boolean hasAny(JdbcClient sql, String store, ExternalIds payments) {
        return !payments.none()
                && !sql.sql(tables.sql(PAYMENTS))
                        .param("store", store)
                        .param("payments", payments.all())
                        .query(String.class)
                        .list()
                        .isEmpty();
    }

    /** Returns the payments that have been without an order since before this time, oldest first. */
    public List<Row> oldest(JdbcClient sql, String store, Instant before, int most) {
        return sql.sql(tables.sql(ROWS))
                .params(store, Utc.text(before), most)
                .query((row, _) -> new Row(
                        row.getString("gateway"),
                        row.getString("payment"),
                        row.getString("amount"),
                        row.getBoolean("disputed"),
                        Utc.read(row, "at").orElseThrow()))
                .list();
    }

    /**
     * Records that an operator has handled a payment as it is now. One statement compares and records, so of two operators
     * one is recorded; the same operator's same words are recorded already.
     */
    public HandledPayment.Result handle(JdbcClient sql, String store, HandledPayment handled, Instant now) {
        int added = sql.sql(tables.sql(HANDLE))
                .params(key(store, handled))
                .param("who", handled.who())
                .param("why", handled.why())
                .param("at", Utc.text(now))
                .update();
        return added == 1
                ? new HandledPayment.Result.Recorded()
                : sql.sql(tables.sql(HANDLED))
                        .params(key(store, handled))
                        .<HandledPayment.Result>query((row, _) -> earlier(row, handled))
                        .optional()
                        .orElseGet(HandledPayment.Result.Changed::new);
    }

    private static Map<String, ?> key(String store, HandledPayment handled) {
        return Map.of(
                "store", store,
                "gateway", handled.gateway(),
                "payment", handled.payment(),
                "amount", handled.amount(),
                "disputed", handled.disputed());
    }

    private static HandledPayment.Result earlier(ResultSet row, HandledPayment handled) throws SQLException {
        String who = row.getString("who");
        return who.equals(handled.who()) && row.getString("why").equals(handled.why())
                ? new HandledPayment.Result.Recorded()
                : new HandledPayment.Result.AlreadyHandled(
                        who, Utc.read(row, "at").orElseThrow());
    }

    /** Counts the payments that have been without an order since before this time, by gateway. */
    public List<AgedGauges.Kind> byGateway(JdbcClient sql, String store, Instant before) {
        return sql.sql(tables.sql(COUNT))
                .params(store, Utc.text(before))
                .query((row, _) ->
                        new AgedGauges.Kind(row.getString("gateway"), row.getInt("payments"), Utc.read(row, "oldest")))
                .list();
    }
}
