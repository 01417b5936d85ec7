package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class MySqlServerTest {

    @Test
    void aCommittedRowSurvivesAKill() {
        try (MySqlServer server = MySqlServer.start()) {
            JdbcClient sql = JdbcClient.create(server.administration(""));
            sql.sql("CREATE SCHEMA shop").update();
            sql.sql("CREATE TABLE shop.t (v INT)").update();
            sql.sql("INSERT INTO shop.t VALUES (42)").update();

            server.kill();
            assertThat(server.ours().isAlive()).isFalse();
            server.restart();

            assertThat(sql.sql("SELECT v FROM shop.t").query(Integer.class).single())
                    .isEqualTo(42);
        }
    }

    @Test
    void theApplicationsUserWritesAndSeesLocksButStopsNoSession() throws SQLException {
        try (MySqlServer server = MySqlServer.start();
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(""), server.user(), server.password())) {
            connection.createStatement().execute("CREATE SCHEMA payonce");
            connection.createStatement().execute("CREATE TABLE payonce.t (v INT)");
            connection.createStatement().execute("SELECT GET_LOCK('a', 1)");
            try (var locks = connection
                    .createStatement()
                    .executeQuery("SELECT COUNT(*) FROM performance_schema.metadata_locks"
                            + " WHERE OBJECT_TYPE = 'USER LEVEL LOCK'")) {
                locks.next();
                assertThat(locks.getInt(1)).isEqualTo(1);
            }
            assertThatThrownBy(() -> connection.createStatement().execute("SET GLOBAL max_connections = 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aServerNamedInTheEnvironmentIsUsedAndNeverStopped() {
        try (MySqlServer server = MySqlServer.start(Map.of(
                "PAYONCE_DATABASE_URL", "jdbc:mysql://db.example:3307/wordpress?sslMode=REQUIRED",
                "PAYONCE_DATABASE_USER", "shop"))) {
            assertThat(server.jdbcUrl("other")).isEqualTo("jdbc:mysql://db.example:3307/other?sslMode=REQUIRED");
            assertThat(server.user()).isEqualTo("shop");
            assertThat(server.isOurs()).isFalse();
            assertThatThrownBy(server::kill).hasMessageContaining("not ours");
        }
    }
}
