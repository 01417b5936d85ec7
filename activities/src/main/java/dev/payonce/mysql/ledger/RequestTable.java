package dev.payonce.mysql.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.failure.Failures;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.workflow.PayloadConverter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of idempotency keys, with each key's request and result. The key is unique in the store: of two orders that
 * bring the same one at once, the second is refused by the table, tries again, and finds it taken.
 */
public final class RequestTable {

    private static final int ANSWERED = 200;

    static final String COLUMNS = "idempotency_key, order_id, fingerprint, operation, status, result";

    private final TableNames tables;

    public RequestTable(TableNames tables) {
        this.tables = tables;
    }

    /** Returns the requests with these keys, of any order, and the order's others without a final result. */
    public List<StoredRequest> rows(JdbcClient sql, OrderId id, List<Request> requests) {
        String others = "SELECT " + COLUMNS + " FROM {payonce_request}"
                + " WHERE store = :store AND order_id = :order AND status IS NULL";
        String these = "SELECT " + COLUMNS + " FROM {payonce_request}"
                + " WHERE store = :store AND idempotency_key IN (:keys) UNION ";
        return sql.sql(tables.sql(requests.isEmpty() ? others : these + others))
                .param("store", id.store())
                .param("order", id.number())
                .param("keys", requests.stream().map(Request::key).toList())
                .query(RequestTable::row)
                .list();
    }

    /** Reports whether these results differ from the rows. */
    public boolean news(ReconcileCommand command, List<StoredRequest> rows, Map<String, PaymentResult> results) {
        return results.entrySet().stream().anyMatch(each -> tells(command, find(rows, each.getKey()), each));
    }

    public void write(
            OrderWrites writes,
            ReconcileCommand command,
            List<StoredRequest> rows,
            Map<String, PaymentResult> results,
            Instant now) {
        results.entrySet().stream()
                .sorted(Map.Entry.comparingByKey()) // so that two writers lock rows alike
                .filter(each -> tells(command, find(rows, each.getKey()), each))
                .forEach(
                        each -> write(writes, command, find(rows, each.getKey()), each.getKey(), each.getValue(), now));
    }

    private void write(
            OrderWrites writes,
            ReconcileCommand command,
            @Nullable StoredRequest row,
            String key,
            PaymentResult result,
            Instant now) {
        OrderWrites.Statement statement = row == null
                ? writes.sql(tables.sql("INSERT INTO {payonce_request} (store, " + COLUMNS + ", at) VALUES"
                                + " (:store, :key, :order, :fingerprint, :operation, :status, :result, :at)"))
                        .param("order", command.order().number())
                        .param("fingerprint", fingerprint(command, key).orElseThrow())
                        .param("at", Utc.of(now))
                : writes.sql(tables.sql("UPDATE {payonce_request} SET operation = :operation, status = :status,"
                        + " result = :result WHERE store = :store AND idempotency_key = :key AND status IS NULL"));
        statement
                .param("store", command.order().store())
                .param("key", key)
                .param("operation", result.operation() == 0 ? null : result.operation())
                .param("status", result.isFinal() ? ANSWERED : null)
                .param("result", json(result))
                .update();
    }

    /**
     * Reports whether the request is to be recorded: a refresh is not, nor one without a result yet; a final result
     * stays.
     */
    private static boolean tells(
            ReconcileCommand command, @Nullable StoredRequest row, Map.Entry<String, PaymentResult> each) {
        PaymentResult result = each.getValue();
        Optional<String> asked = fingerprint(command, each.getKey());
        if (row == null) {
            return (result.isFinal() || result.operation() > 0) && asked.isPresent();
        }
        if (row.order() != command.order().number()
                || asked.filter(print -> !print.equals(row.fingerprint())).isPresent()) {
            return false; // The key belongs to another request.
        }
        return row.result().isEmpty() && !row.latest().filter(result::equals).isPresent();
    }

    private static Optional<String> fingerprint(ReconcileCommand command, String key) {
        return command.requests().stream()
                .filter(request -> request.key().equals(key) && !(request instanceof Request.Refresh))
                .map(request -> request.fingerprint(command.order()))
                .findFirst();
    }

    private static @Nullable StoredRequest find(List<StoredRequest> rows, String key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst().orElse(null);
    }

    /** Reads a row; its status shows whether the result is final, and one without it was the state at that time. */
    static StoredRequest row(ResultSet row, int number) throws SQLException {
        boolean answered = row.getObject("status") != null;
        return new StoredRequest(
                row.getString("idempotency_key"),
                row.getLong("order_id"),
                row.getString("fingerprint"),
                row.getInt("operation"),
                Optional.ofNullable(row.getString("result"))
                        .map(RequestTable::result)
                        .filter(result -> result.isFinal() == answered));
    }

    private static String json(PaymentResult result) {
        try {
            return PayloadConverter.JSON.writeValueAsString(result);
        } catch (JsonProcessingException everyResultCanBeWritten) {
            throw new IllegalStateException(everyResultCanBeWritten);
        }
    }

    private static PaymentResult result(String json) {
        try {
            return PayloadConverter.JSON.readValue(json, PaymentResult.class);
        } catch (JsonProcessingException newer) {
            throw Failures.nonRetryable(
                    "ledger-unreadable", "A result was written by a newer version. Start that one again", null);
        }
    }
}
