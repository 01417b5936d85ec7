package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Programs;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.store.DatabaseUsers.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
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

            Ended listed = locks(mysql, Role.OPERATOR);
            assertThat(listed.printed())
                    .contains(
                            LOCK,
                            connection(holder),
                            holder.getMetaData().getUserName().replaceFirst("@.*", ""));
            assertThat(listed.exit()).as(listed.printed()).isIn(0, 4);

            Ended refused = locks(mysql, Role.API);
            assertThat(refused.exit()).as(refused.printed()).isEqualTo(1);
            assertThat(refused.printed())
                    .contains("GRANT SELECT ON performance_schema")
                    .doesNotContain(LOCK);
        }
        assertThat(locks(mysql, Role.OPERATOR).printed()).doesNotContain(LOCK);
    }

    private record Ended(int exit, String printed) {}

    private static Ended locks(MySqlServer mysql, Role user) throws InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Programs.BUILT.jar("api").toString(),
                        "locks",
                        "--output",
                        "csv")
                .redirectErrorStream(true);
        command.environment().put("PAYONCE_DATABASE_URL", mysql.jdbcUrl("payonce"));
        command.environment().put("PAYONCE_DATABASE_USER", user.user());
        command.environment().put("PAYONCE_DATABASE_PASSWORD", mysql.password());
        try {
            Process process = command.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), printed);
        } catch (IOException noProgram) {
            throw new UncheckedIOException(noProgram);
        }
    }

    private static String connection(Connection holder) throws SQLException {
        try (Statement sql = holder.createStatement();
                var row = sql.executeQuery("SELECT CONNECTION_ID()")) {
            row.next();
            return row.getString(1);
        }
    }
}
