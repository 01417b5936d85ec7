package dev.payonce.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.servers.Await;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.woocommerce.StoreFixture;
import dev.payonce.workflow.FailureDetails;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of writes that are sent together, on a real server. */
class OrderWritesTest {

    private static final String INSERT = "INSERT INTO batched (id, v) VALUES (?, ?)";

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("batches");

    @BeforeEach
    void empty() {
        fixture.store.sql().sql("DROP TABLE IF EXISTS batched").update();
        fixture.store
                .sql()
                .sql("CREATE TABLE batched (id INT PRIMARY KEY, v VARCHAR(100) COLLATE utf8mb4_bin) ENGINE = InnoDB")
                .update();
        fixture.store
                .sql()
                .sql("GRANT SELECT, INSERT, UPDATE ON batches.batched TO '" + Role.WORKER.user() + "'@'%'")
                .update();
    }

    private static List<String> rows() {
        return fixture.store
                .sql()
                .sql("SELECT CONCAT(id, ' ', v) FROM batched ORDER BY id")
                .query(String.class)
                .list();
    }

    private static OrderWrites inserting(int from, int to) {
        OrderWrites writes = new OrderWrites();
        IntStream.range(from, to)
                .forEach(id -> writes.sql(INSERT).params(id, "x").update());
        return writes;
    }

    /** Values that would end a statement, or change with a character set, if they were written as they are. */
    @Test
    void eachValueArrivesAsItIs() throws SQLException {
        List<String> values = List.of("", "it's", "'); DROP TABLE batched; --", "\\", "?:v;", "né 😀", "a\u0000b\n");
        OrderWrites writes = new OrderWrites();
        for (int each = 0; each < values.size(); each++) {
            writes.sql("INSERT INTO batched (id, v) VALUES (:id, :v)")
                    .param("id", each)
                    .param("v", values.get(each))
                    .update();
        }
        try (Session session = fixture.database.session()) {
            session.begin();
            session.send(writes);
            session.commit();
        }

        assertThat(fixture.store
                        .sql()
                        .sql("SELECT v FROM batched ORDER BY id")
                        .query(String.class)
                        .list())
                .isEqualTo(values);
    }

    /** With fewer than five statements the driver sends each alone. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void theFirstFailureEndsTheBatch(int size) throws SQLException {
        OrderWrites writes = inserting(0, 1);
        writes.sql(INSERT).params(0, "again").update();
        IntStream.range(1, size - 1)
                .forEach(id -> writes.sql(INSERT).params(id, "x").update());
        try (Session session = fixture.database.session()) {
            session.begin();

            assertThatThrownBy(() -> session.send(writes))
                    .isInstanceOfSatisfying(
                            RuntimeException.class,
                            failed -> assertThat(FailureDetails.code(SqlErrors.of(failed)))
                                    .isEqualTo("collision"));

            assertThat(session.sql()
                            .sql("SELECT COUNT(*) FROM batched")
                            .query(Integer.class)
                            .single())
                    .as("those before the failure, none after it")
                    .isEqualTo(1);
            session.rollback();
        }
        assertThat(rows()).isEmpty();
    }

    /** A deadlock ends the transaction. What the server did after it would be committed at once. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void aDeadlockInTheMiddleLeavesNothingBehind(int size) throws Exception {
        fixture.store.sql().sql("INSERT INTO batched VALUES (1, 'a'), (2, 'b')").update();
        OrderWrites writes = inserting(100, 101);
        writes.sql("UPDATE batched SET v = ? WHERE id = 2").params("ours").update();
        IntStream.range(101, 99 + size)
                .forEach(id -> writes.sql(INSERT).params(id, "x").update());
        try (Connection other = StoreFixture.server()
                        .administration(fixture.store.schema())
                        .getConnection();
                Session session = fixture.database.session()) {
            session.begin();
            session.sql().sql("UPDATE batched SET v = 'ours' WHERE id = 1").update();
            run(other, "START TRANSACTION");
            run(other, "UPDATE batched SET v = 'theirs' WHERE id = 2");
            // The heavier transaction survives: InnoDB undoes the one that wrote less.
            run(
                    other,
                    "INSERT INTO batched SELECT 1000 + ORDINAL_POSITION, MIN('w') FROM information_schema.columns GROUP BY 1");
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(() -> run(other, "UPDATE batched SET v = 'theirs' WHERE id = 1"));
            Await.until(
                    "the other one waits for our row",
                    Duration.ofSeconds(20),
                    () -> fixture.store
                                    .sql()
                                    .sql(
                                            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
                                    .query(Integer.class)
                                    .single()
                            > 0);

            assertThatThrownBy(() -> session.send(writes))
                    .satisfies(failed -> assertThat(FailureDetails.code(SqlErrors.of((Exception) failed)))
                            .isEqualTo("deadlock"));

            waits.join();
            run(other, "COMMIT");
            session.rollback();
        }
        assertThat(rows()).contains("1 theirs", "2 theirs").noneMatch(row -> row.matches("10[0-9] .*"));
    }

    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Only the batch is several statements in one; a statement's text that grew another one is refused. */
    @Test
    void afterABatchTheServerRefusesSeveralStatementsInOne() throws SQLException {
        try (Session session = fixture.database.session()) {
            session.begin();
            session.send(inserting(0, 6));
            session.commit();

            assertThatThrownBy(() -> session.sql()
                            .sql("UPDATE batched SET v = 'y'; UPDATE batched SET v = 'z'")
                            .update())
                    .satisfies(failed -> assertThat(FailureDetails.code(SqlErrors.of((Exception) failed)))
                            .isEqualTo("mysql-1064"));
        }
        assertThat(rows()).hasSize(6).allMatch(row -> row.endsWith(" x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void aStatementThatMatchesNoRowFailsWhereItMust(int size) throws SQLException {
        OrderWrites writes = inserting(0, size - 1);
        writes.sql("UPDATE batched SET v = 'y' WHERE id = 99").updateOr(() -> new IllegalStateException("moved"));
        try (Session session = fixture.database.session()) {
            session.begin();

            assertThatThrownBy(() -> session.send(writes)).hasMessage("moved");

            session.rollback();
        }
        assertThat(rows()).isEmpty();
    }
}
