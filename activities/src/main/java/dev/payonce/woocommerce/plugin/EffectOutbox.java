package dev.payonce.woocommerce.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreQuery.Column;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.OrderId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The outbox of effects. Rows are inserted in the transaction that writes the ledger, so an effect exists if and only if
 * its entry does. An Action Scheduler row of the same transaction has PHP apply them even if no call reaches it.
 */
final class EffectOutbox {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String INSERT = """
            INSERT IGNORE INTO {plugin_effect} (order_id, order_key, entry, kind, body, created_at)
            VALUES (:order, :key, :entry, :kind, :body, UTC_TIMESTAMP(6))""";

    /** WordPress' clock columns have whole seconds; a fractional one would be rounded into the future. */
    private static final String SCHEDULE = """
            INSERT INTO {actionscheduler_actions} (hook, status, scheduled_date_gmt, scheduled_date_local, priority, args,
              schedule, group_id, attempts, last_attempt_gmt, last_attempt_local, claim_id)
            VALUES ('payonce_effects', 'pending', UTC_TIMESTAMP(), UTC_TIMESTAMP(), 5, :args,
              'O:28:"ActionScheduler_NullSchedule":0:{}', 0, 0, NULL, NULL, 0)""";

    /** The columns of an effect in a query of several parts; the code and the state have columns of other names. */
    private static final Map<Column, String> UNFINISHED = Map.of(
            Column.NUMBER, "id",
            Column.NAME, "entry",
            Column.VALUE, "detail",
            Column.ORDER_KEY, "order_key",
            Column.ACTOR, "code",
            Column.RULES, "state");

    private static final String PAID_OTHERWISE = """
            SELECT entry FROM {plugin_effect}
            WHERE order_id = :order AND order_key = :key AND state IN (3, 4) AND code = 'paid_otherwise'""";

    private static final String OF_ORDER = " WHERE order_id = :order AND order_key = :key AND state = 3 AND code ";

    private static final String PERSONS = "IN ('" + String.join("', '", UnfinishedEffects.NEED_A_PERSON) + "')";

    static final String TAKE_OVER = "UPDATE {plugin_effect} SET state = 4" + OF_ORDER + "NOT " + PERSONS;

    private static final String GIVE_UP = "UPDATE {plugin_effect} SET state = 4" + OF_ORDER + PERSONS;

    private static final String RETRY = "UPDATE {plugin_effect} SET state = 0, tries = 0" + OF_ORDER + PERSONS;

    private final TableNames tables;

    EffectOutbox(TableNames tables) {
        this.tables = tables;
    }

    /** Inserts the effects. */
    void insert(OrderWrites writes, OrderId id, String key, List<Effect> effects) {
        for (Effect effect : effects) {
            writes.sql(tables.sql(INSERT))
                    .param("order", id.number())
                    .param("key", key)
                    .param("entry", effect.entry())
                    .param("kind", effect.kind())
                    .param("body", json(effect))
                    .update();
        }
    }

    /** Has PHP apply again what needed a person. */
    void retry(OrderWrites writes, OrderId id, String key) {
        update(writes, RETRY, id, key);
    }

    /** Marks what needed a person as not applied, so that it is decided again on the order as it is. */
    void giveUp(OrderWrites writes, OrderId id, String key) {
        update(writes, GIVE_UP, id, key);
    }

    /** The effects that a query has read. */
    static final class Reading {

        private record Numbered(long id, String key, UnfinishedEffects.Row row) {}

        private final List<Numbered> rows = new ArrayList<>();

        /** Returns those of the order with this key, in the order in which they apply. */
        UnfinishedEffects of(String key) {
            return UnfinishedEffects.of(rows.stream()
                    .filter(each -> each.key().equals(key))
                    .sorted(Comparator.comparingLong(Numbered::id))
                    .map(Numbered::row)
                    .toList());
        }
    }

    /** Adds to the query the effects that are not applied. The caller holds the order's row. */
    Reading unfinished(StoreQuery query, OrderId id) {
        Reading reading = new Reading();
        query.param("order", id.number())
                .read(UNFINISHED, "{plugin_effect} WHERE order_id = :order AND state IN (0, 3)", row -> {
                    UnfinishedEffects.Row effect = new UnfinishedEffects.Row(
                            row.getString("name"), row.getInt("rules"), row.getString("actor"), row.getString("value"));
                    reading.rows.add(new Reading.Numbered(row.getLong("number"), row.getString("order_key"), effect));
                });
        return reading;
    }

    /** Reads the entries of payments that could not pay the order, since it bears another program's payment. */
    List<String> paidOtherwise(JdbcClient sql, OrderId id, String key) {
        return sql.sql(tables.sql(PAID_OTHERWISE))
                .param("order", id.number())
                .param("key", key)
                .query((row, _) -> String.valueOf(row.getString("entry")))
                .list();
    }

    /** Marks what the plugin could not apply as decided again. What needs a person stays as it is. */
    void takeOver(OrderWrites writes, OrderId id, String key) {
        update(writes, TAKE_OVER, id, key);
    }

    private void update(OrderWrites writes, String statement, OrderId id, String key) {
        writes.sql(tables.sql(statement))
                .param("order", id.number())
                .param("key", key)
                .update();
    }

    /** Inserts the action that has PHP apply an order's effects even if no call reaches it. */
    void schedule(OrderWrites writes, OrderId id) {
        writes.sql(tables.sql(SCHEDULE)).param("args", "[" + id.number() + "]").update();
    }

    private static String json(Effect effect) {
        try {
            return JSON.writeValueAsString(effect.body());
        } catch (JsonProcessingException neverOfPlainMaps) {
            throw new IllegalStateException(neverOfPlainMaps);
        }
    }
}
