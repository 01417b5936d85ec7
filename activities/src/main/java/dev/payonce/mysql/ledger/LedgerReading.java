package dev.payonce.mysql.ledger;

import dev.payonce.ledger.Ledger;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreQuery.Column;
import dev.payonce.mysql.Utc;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reading of all that a reconciliation starts with from the ledger's tables, as parts of one query. */
public final class LedgerReading {

    private static final String OF_ORDER = " WHERE store = :store AND order_id = :order";

    private final List<LedgerTable.Row> rows = new ArrayList<>();
    private final List<Instant> refreshes = new ArrayList<>();
    private final Map<String, Instant> readUpTo = new HashMap<>();
    private final Map<String, Ledger.Owner> owners = new HashMap<>();

    private LedgerReading() {}

    /**
     * Adds the ledger's parts to a query.
     *
     * @param externalIds whose orders are read, at any of these gateways: no two gateways use the same names
     */
    public static LedgerReading of(StoreQuery query, OrderId id, Collection<String> gateways, ExternalIds externalIds) {
        LedgerReading reading = new LedgerReading();
        query.param("store", id.store())
                .param("order", id.number())
                .read(LedgerTable.COLUMNS, "{payonce_ledger}" + OF_ORDER, row -> reading.rows.add(LedgerTable.row(row)))
                .read(Map.of(Column.AT, "next_refresh"), "{payonce_refresh}" + OF_ORDER, row -> {
                    Utc.read(row, "at").ifPresent(reading.refreshes::add);
                })
                .read(Map.of(Column.VALUE, "cursors"), "{payonce_store} WHERE store = :store", row -> {
                    reading.readUpTo.putAll(MySqlCursors.read(row.getString("value")));
                });
        if (!externalIds.none()) {
            query.param("gateways", gateways)
                    .param("ids", externalIds.all())
                    .read(
                            Map.of(
                                    Column.NUMBER,
                                    "order_id",
                                    Column.NAME,
                                    "external_id",
                                    Column.ORDER_KEY,
                                    "order_key"),
                            "{payonce_external_id}"
                                    + " WHERE store = :store AND gateway IN (:gateways) AND external_id IN (:ids)",
                            row -> reading.owners.put(
                                    row.getString("name"),
                                    new Ledger.Owner(row.getLong("number"), row.getString("order_key"))));
        }
        return reading;
    }

    /** Returns the lines of every order that ever had this number, oldest first. */
    public List<LedgerTable.Row> rows() {
        return rows.stream()
                .sorted(Comparator.comparingLong(row -> row.line().entry().number()))
                .toList();
    }

    /** Returns the payment's next refresh; empty when it was at rest. */
    public Optional<Instant> nextRefresh() {
        return refreshes.stream().findFirst();
    }

    /** Returns the time up to which each account's own list was read. */
    public Map<String, Instant> readUpTo() {
        return Map.copyOf(readUpTo);
    }

    /** Returns the orders that have the names already. */
    public Map<String, Ledger.Owner> owners() {
        return Map.copyOf(owners);
    }
}
