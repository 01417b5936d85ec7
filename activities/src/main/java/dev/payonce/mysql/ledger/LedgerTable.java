package dev.payonce.mysql.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery.Column;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.workflow.PayloadConverter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of the ledger's lines. Rows are only ever added. */
public final class LedgerTable {

    private static final String ROWS = """
            SELECT seq AS number, order_key, entry AS name, body AS value, actor, rules, at FROM {payonce_ledger}
            WHERE store = ? AND order_id = ? ORDER BY seq""";

    /** The columns of a row in a query of several parts. */
    static final Map<Column, String> COLUMNS = Map.of(
            Column.NUMBER, "seq",
            Column.NAME, "entry",
            Column.VALUE, "body",
            Column.ORDER_KEY, "order_key",
            Column.ACTOR, "actor",
            Column.RULES, "rules",
            Column.AT, "at");

    private final TableNames tables;

    public LedgerTable(TableNames tables) {
        this.tables = tables;
    }

    /** @param orderKey fingerprint of the key that the order had then, empty while it was missing */
    public record Row(String orderKey, Line line) {}

    /** Returns the lines of the order with this key, of all that had its number: a reused number is another order. */
    public static List<Line> lines(List<Row> rows, String key) {
        return rows.stream()
                .filter(row -> row.orderKey().equals(key))
                .map(Row::line)
                .toList();
    }

    public static List<Entry> entries(List<Row> rows, String key) {
        return lines(rows, key).stream().map(Line::entry).toList();
    }

    /** Returns the key of the order that had the number last, by these rows. */
    public static Optional<String> lastKey(List<Row> rows) {
        return rows.reversed().stream().map(Row::orderKey).findFirst();
    }

    /** Returns the lines of every order that ever had this number, oldest first. */
    public List<Row> rows(JdbcClient sql, OrderId id) {
        return sql.sql(tables.sql(ROWS))
                .params(id.store(), id.number())
                .query((row, _) -> row(row))
                .list();
    }

    /**
     * Adds lines. A second writer that read the same ledger gave the same numbers, and the primary key refuses it.
     *
     * @param details of the order, for the lines that create a charge
     */
    public void append(
            OrderWrites writes, OrderId id, String orderKey, List<Entry> entries, Optional<ChargeDetails> details) {
        List<Object> values = new ArrayList<>();
        for (Entry entry : entries) {
            Collections.addAll(values, id.store(), id.number(), entry.number(), orderKey);
            Collections.addAll(
                    values, entry.name(), json(entry.fact()), entry.actor(), Reconciliation.RULES, Utc.of(entry.at()));
            values.add(details.filter(_ -> needsDetails(entry))
                    .map(LedgerTable::json)
                    .orElse(null));
        }
        writes.sql(tables.sql("""
                        INSERT INTO {payonce_ledger} (store, order_id, seq, order_key, entry, body, actor, rules, at, details)
                        VALUES\s""") + tuples(entries.size(), 10))
                .params(values.toArray())
                .update();
    }

    /** Reports whether the line creates a charge that is sent with its order's details. */
    public static boolean needsDetails(Entry entry) {
        return entry.fact() instanceof Fact.OperationCreated(Operation.Charge charge)
                && charge.header().hasDetails();
    }

    /**
     * Returns the details beside a charge, with the raw key that the order has now, by one statement.
     *
     * @param rawKey the query of the store, by the order's number
     */
    public OrderKeys.ForCharge forCharge(JdbcClient sql, String rawKey, OrderId id, String orderKey, int operation) {
        return sql.sql(tables.sql("SELECT (" + rawKey + """
                        ) AS raw_key, l.details FROM (SELECT 1) AS one LEFT JOIN {payonce_ledger} l
                          ON l.store = ? AND l.order_id = ? AND l.order_key = ? AND l.entry = ?"""))
                .params(id.number(), id.store(), id.number(), orderKey, "operation:" + operation)
                .query((row, _) -> new OrderKeys.ForCharge(
                        Optional.ofNullable(row.getString("raw_key")),
                        Optional.ofNullable(row.getString("details")).map(LedgerTable::details)))
                .single();
    }

    /** Returns the orders that have these names already, at any gateway: no two gateways use the same names. */
    public Map<String, Ledger.Owner> owners(
            JdbcClient sql, String store, Collection<String> gateways, ExternalIds externalIds) {
        Map<String, Ledger.Owner> owners = new HashMap<>();
        if (!externalIds.none()) {
            sql.sql(tables.sql("""
                            SELECT external_id, order_id, order_key FROM {payonce_external_id}
                            WHERE store = :store AND gateway IN (:gateways) AND external_id IN (:ids)"""))
                    .param("store", store)
                    .param("gateways", gateways)
                    .param("ids", externalIds.all())
                    .query(row -> {
                        owners.put(
                                row.getString("external_id"),
                                new Ledger.Owner(row.getLong("order_id"), row.getString("order_key")));
                    });
        }
        return owners;
    }

    /** Records the names' order; a name that has an order keeps it. */
    public void own(OrderWrites writes, OrderId id, String orderKey, Map<String, String> gatewayByName, Instant now) {
        if (gatewayByName.isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>();
        gatewayByName.forEach((name, gateway) ->
                Collections.addAll(values, id.store(), gateway, name, id.number(), orderKey, Utc.of(now)));
        writes.sql(tables.sql(
                                "INSERT INTO {payonce_external_id} (store, gateway, external_id, order_id, order_key, at) VALUES ")
                        + tuples(gatewayByName.size(), 6) + " ON DUPLICATE KEY UPDATE order_id = order_id")
                .params(values.toArray())
                .update();
    }

    /** Reads a row of {@link #COLUMNS}. */
    static Row row(ResultSet row) throws SQLException {
        Instant at = Utc.read(row, "at").orElseThrow();
        Entry entry = new Entry(
                row.getLong("number"),
                row.getString("name"),
                fact(row.getString("name"), row.getString("value")),
                at,
                row.getString("actor"));
        return new Row(row.getString("order_key"), new Line(entry, row.getString("rules")));
    }

    private static String tuples(int rows, int columns) {
        String one = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
        return String.join(", ", Collections.nCopies(rows, one));
    }

    private static String json(Fact fact) {
        try {
            // As the interface: only then does the kind of fact stand in the text.
            return PayloadConverter.JSON.writerFor(Fact.class).writeValueAsString(fact);
        } catch (JsonProcessingException everyFactCanBeWritten) {
            throw new IllegalStateException(everyFactCanBeWritten);
        }
    }

    private static String json(ChargeDetails details) {
        try {
            return PayloadConverter.JSON.writeValueAsString(details);
        } catch (JsonProcessingException everyDetailCanBeWritten) {
            throw new IllegalStateException("The details of a charge cannot be written"); // Without what they say.
        }
    }

    private static ChargeDetails details(String json) {
        try {
            return PayloadConverter.JSON.readValue(json, ChargeDetails.class);
        } catch (JsonProcessingException newer) {
            throw Failures.nonRetryable(
                    "ledger-unreadable",
                    "The details of a charge were written by a newer version. Start that one again",
                    null);
        }
    }

    private static Fact fact(String entry, String body) {
        try {
            return PayloadConverter.JSON.readValue(body, Fact.class);
        } catch (JsonProcessingException newer) {
            throw Failures.nonRetryable(
                    "ledger-unreadable",
                    "Line " + entry + " was written by a newer version. Start that one again",
                    newer);
        }
    }
}
