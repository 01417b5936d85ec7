package dev.payonce.mysql.ledger;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.OrderId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of refunds that rules decide on their own, across all orders of the store. The counting transaction holds
 * the store's row until its end, so the next one counts what this one has decided; other reconciliations never come
 * here.
 */
public final class AutomaticRefundTable {

    private final TableNames tables;

    public AutomaticRefundTable(TableNames tables) {
        this.tables = tables;
    }

    /**
     * Returns how many were decided in the last hour, by the server's clock. It stays so until the transaction ends.
     */
    public int lastHour(JdbcClient sql, String store) {
        sql.sql(tables.sql("SELECT store FROM {payonce_store} WHERE store = ? FOR UPDATE"))
                .param(store)
                .query(String.class)
                .single();
        return sql.sql(tables.sql("""
                        SELECT COUNT(*) FROM {payonce_refund}
                        WHERE store = ? AND at > UTC_TIMESTAMP(6) - INTERVAL 1 HOUR""")).param(store).query(Integer.class).single();
    }

    public void write(OrderWrites writes, OrderId id, String orderKey, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.isAutomaticRefund() && entry.fact() instanceof Fact.OperationCreated(var operation)) {
                writes.sql(tables.sql("""
                                INSERT INTO {payonce_refund} (store, order_id, order_key, operation, at)
                                VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))"""))
                        .params(id.store(), id.number(), orderKey, operation.number())
                        .update();
            }
        }
    }
}
