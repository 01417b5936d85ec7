package dev.payonce.woocommerce;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Failures;
import dev.payonce.payment.Orders.Settle;
import dev.payonce.payment.Remembered;
import dev.payonce.payment.Request;
import dev.payonce.workflow.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What every idempotency key was used for and what it was answered. The key is unique in the store: of two orders that
 * bring the same one at once, the second is refused by the table, tries again, and finds it taken.
 */
final class RequestTable {

    private static final int ANSWERED = 200;

    static final String COLUMNS = "idempotency_key, order_id, fingerprint, operation, status, answer";

    private final Tables tables;

    RequestTable(Tables tables) {
        this.tables = tables;
    }

    /** Those with these keys, whichever order they were about, and the order's others that have no final answer. */
    List<Remembered> rows(JdbcClient sql, OrderId id, List<Request> requests) {
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

    /** Whether these answers tell anything that the rows do not. */
    boolean news(Settle command, List<Remembered> rows, Map<String, Answer> answers) {
        return answers.entrySet().stream().anyMatch(each -> tells(command, find(rows, each.getKey()), each));
    }

    void write(JdbcClient sql, Settle command, List<Remembered> rows, Map<String, Answer> answers, Instant now) {
        answers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey()) // so that two writers lock rows alike
                .filter(each -> tells(command, find(rows, each.getKey()), each))
                .forEach(each -> write(sql, command, find(rows, each.getKey()), each.getKey(), each.getValue(), now));
    }

    private void write(
            JdbcClient sql, Settle command, @Nullable Remembered row, String key, Answer answer, Instant now) {
        JdbcClient.StatementSpec statement = row == null
                ? sql.sql(tables.sql("INSERT INTO {payonce_request} (store, " + COLUMNS + ", at) VALUES"
                                + " (:store, :key, :order, :fingerprint, :operation, :status, :answer, :at)"))
                        .param("order", command.order().number())
                        .param("fingerprint", fingerprint(command, key).orElseThrow())
                        .param("at", Utc.of(now))
                : sql.sql(tables.sql("UPDATE {payonce_request} SET operation = :operation, status = :status,"
                        + " answer = :answer WHERE store = :store AND idempotency_key = :key AND status IS NULL"));
        statement
                .param("store", command.order().store())
                .param("key", key)
                .param("operation", answer.operation() == 0 ? null : answer.operation())
                .param("status", answer.isFinal() ? ANSWERED : null)
                .param("answer", json(answer))
                .update();
    }

    /** A look is not remembered, nor is what has come to nothing yet; an answer that was given for good stays. */
    private static boolean tells(Settle command, @Nullable Remembered row, Map.Entry<String, Answer> each) {
        Answer answer = each.getValue();
        if (answer.state() == Answer.State.MISMATCH) {
            return false;
        }
        if (row == null) {
            return (answer.isFinal() || answer.operation() > 0)
                    && fingerprint(command, each.getKey()).isPresent();
        }
        return row.answer().isEmpty() && !row.latest().filter(answer::equals).isPresent();
    }

    private static Optional<String> fingerprint(Settle command, String key) {
        return command.requests().stream()
                .filter(request -> request.key().equals(key) && !(request instanceof Request.Look))
                .map(request -> request.fingerprint(command.order()))
                .findFirst();
    }

    private static @Nullable Remembered find(List<Remembered> rows, String key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst().orElse(null);
    }

    /** The status says whether the answer is the last one; one without it is only what was known then. */
    static Remembered row(ResultSet row, int number) throws SQLException {
        boolean answered = row.getObject("status") != null;
        return new Remembered(
                row.getString("idempotency_key"),
                row.getLong("order_id"),
                row.getString("fingerprint"),
                row.getInt("operation"),
                Optional.ofNullable(row.getString("answer"))
                        .map(RequestTable::answer)
                        .filter(answer -> answer.isFinal() == answered));
    }

    private static String json(Answer answer) {
        try {
            return Wire.JSON.writeValueAsString(answer);
        } catch (JsonProcessingException everyAnswerCanBeWritten) {
            throw new IllegalStateException(everyAnswerCanBeWritten);
        }
    }

    private static Answer answer(String json) {
        try {
            return Wire.JSON.readValue(json, Answer.class);
        } catch (JsonProcessingException newer) {
            throw Failures.refused("ledger-unreadable", "An answer was written by a version that knows more", null);
        }
    }
}
