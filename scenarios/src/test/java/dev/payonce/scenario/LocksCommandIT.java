package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Programs;
import dev.payonce.servers.Command;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.store.DatabaseUsers.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test of the operators' command {@code locks}, as the operators' own user of MySQL. */
class LocksCommandIT {

    private static final String LOCK = "order_payment_lock_987654";

    @Test
    void theHolderOfAnOrdersLockIsListedForAnOperatorAndForNoOther(Shop shop) throws Exception {
        MySqlServer mysql = shop.all().mysql();
        try (Connection holder =
                        mysql.administration(shop.all().store().schema()).getConnection();
                Statement sql = holder.createStatement()) {
            sql.execute("SELECT GET_LOCK('" + LOCK + "', 5)");

            Command listed = locks(mysql, Role.OPERATOR);
            assertThat(listed.output())
                    .contains(
                            LOCK,
                            connection(holder),
                            holder.getMetaData().getUserName().replaceFirst("@.*", ""));
            assertThat(listed.exitCode()).as(listed.output()).isIn(0, 4);

            Command refused = locks(mysql, Role.API);
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("GRANT SELECT ON performance_schema")
                    .doesNotContain(LOCK);
        }
        assertThat(locks(mysql, Role.OPERATOR).output()).doesNotContain(LOCK);
    }

    @Test
    void aConnectionIsKilledWhereItHoldsAnOrdersLockAndThatIsRecorded(Shop shop) throws Exception {
        MySqlServer mysql = shop.all().mysql();
        try (Connection holder =
                        mysql.administration(shop.all().store().schema()).getConnection();
                Statement sql = holder.createStatement()) {
            String id = connection(holder);
            assertThat(locks(mysql, Role.OPERATOR, "--kill", id, "--why", "its program is gone")
                            .exitCode())
                    .as("it holds no lock")
                    .isEqualTo(1);
            assertThat(locks(mysql, Role.OPERATOR, "--kill", id).exitCode())
                    .as("without a reason")
                    .isEqualTo(2);
            sql.execute("SELECT GET_LOCK('" + LOCK + "', 5)");
            CompletableFuture<Boolean> works = StoreClient.meanwhile(() -> {
                try {
                    return sql.execute("DO SLEEP(60)");
                } catch (SQLException killed) {
                    return true;
                }
            });
            assertThat(locks(mysql, Role.OPERATOR, "--kill", id, "--why", "impatience")
                            .output())
                    .as("it runs a statement")
                    .contains("left alone");
            assertThat(works).isNotDone();

            Command killed = locks(mysql, Role.OPERATOR, "--kill", id, "--why", "its program is gone", "--force");

            assertThat(killed.exitCode()).as(killed.output()).isZero();
            assertThat(works).succeedsWithin(Duration.ofSeconds(5));
            assertThat(holder.isValid(2)).isFalse();
            try (Connection reader = mysql.administration("payonce").getConnection();
                    Statement read = reader.createStatement();
                    var row = read.executeQuery(
                            "SELECT lock_name, who, why FROM payonce_killed_connection WHERE connection = " + id)) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString("lock_name")).isEqualTo(LOCK);
                assertThat(row.getString("who")).startsWith(Role.OPERATOR.user() + "@");
                assertThat(row.getString("why")).isEqualTo("its program is gone");
            }
        }
    }

    private static Command locks(MySqlServer mysql, Role user, String... more) throws IOException {
        return Command.run(
                Path.of("."),
                Duration.ofSeconds(60),
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-jar",
                                        Programs.BUILT.jar("api").toString(),
                                        "locks",
                                        "--output",
                                        "csv"),
                                Stream.of(more))
                        .toList(),
                Map.of(
                        "PAYONCE_DATABASE_URL", mysql.jdbcUrl("payonce"),
                        "PAYONCE_DATABASE_USER", user.user(),
                        "PAYONCE_DATABASE_PASSWORD", mysql.password()));
    }

    private static String connection(Connection holder) throws SQLException {
        try (Statement sql = holder.createStatement();
                var row = sql.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getString(1);
        }
    }
}
