package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class FaultProxyTest {

    private static MySqlServer server;
    private static FaultProxy proxy;

    @BeforeAll
    static void start() {
        server = MySqlServer.start();
        proxy = FaultProxy.before(server.host(), server.port());
        JdbcClient sql = JdbcClient.create(server.administration(""));
        sql.sql("CREATE SCHEMA shop").update();
        sql.sql("CREATE TABLE shop.t (v INT)").update();
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @BeforeEach
    void reset() {
        proxy.pass();
        JdbcClient.create(server.administration("shop")).sql("DELETE FROM t").update();
    }

    @Test
    void aCommitWhoseReplyIsEatenIsDoneAndUnknownToItsClient() throws SQLException {
        int eatenBefore = proxy.eaten();
        try (Connection connection = connect()) {
            proxy.eatReply("\u0003COMMIT");
            connection.createStatement().execute("START TRANSACTION");
            connection.createStatement().execute("INSERT INTO t VALUES (1)");

            assertThatThrownBy(() -> connection.createStatement().execute("COMMIT"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(proxy.eaten()).isEqualTo(eatenBefore + 1);
        assertThat(rows()).isEqualTo(1);

        try (Connection connection = connect()) {
            connection.createStatement().execute("START TRANSACTION");
            connection.createStatement().execute("INSERT INTO t VALUES (2)");
            connection.createStatement().execute("COMMIT");
        }
        assertThat(rows()).as("it eats once").isEqualTo(2);
    }

    @Test
    void aRefusedConnectionFailsAtOnceAndOpenOnesBreak() throws SQLException {
        try (Connection open = connect()) {
            proxy.refuse();

            assertThatThrownBy(() -> open.createStatement().execute("SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(FaultProxyTest::connect)
                    .isInstanceOf(SQLException.class)
                    .hasRootCauseMessage("Connection refused");
        }
        proxy.pass();
        try (Connection again = connect()) {
            assertThat(again.isValid(1)).isTrue();
        }
    }

    @Test
    void bytesInABlackHoleArriveOnceItIsRepaired() throws SQLException {
        try (Connection open = connect()) {
            proxy.blackhole();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            server.jdbcUrlThrough(proxy.port(), "shop") + "&socketTimeout=200",
                            server.user(),
                            server.password()))
                    .isInstanceOf(SQLException.class);
            Thread.ofVirtual().start(() -> {
                try (var statement = open.createStatement()) {
                    statement.execute("INSERT INTO t VALUES (3)");
                } catch (SQLException unexpected) {
                    throw new AssertionError(unexpected);
                }
            });
            assertThat(Await.holdsWithin(Duration.ofMillis(200), () -> rows() > 0))
                    .isFalse();

            proxy.pass();

            Await.until("the row is there", Duration.ofSeconds(5), () -> rows() == 1);
        }
    }

    @Test
    void aDelayIsAddedInEachDirection() throws SQLException {
        try (Connection connection = connect()) {
            proxy.delay(Duration.ofMillis(100));
            long before = System.nanoTime();

            connection.createStatement().execute("SELECT 1");

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrlThrough(proxy.port(), "shop"), server.user(), server.password());
    }

    private static int rows() {
        return JdbcClient.create(server.administration("shop"))
                .sql("SELECT COUNT(*) FROM t")
                .query(Integer.class)
                .single();
    }
}
