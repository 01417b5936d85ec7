package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.mysql.Database;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The test of the operators' right to kill a connection, and of its record. */
class KillRightTest {

    private static final String SHOP = "operated";
    private static final String LEDGER = SHOP + "_ledger";

    private static Store store;

    @BeforeAll
    static void create() {
        store = Store.create(StoreFixture.server(), SHOP, "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.grant(store, LEDGER);
        StoreFixture.migrate(StoreFixture.settings(SHOP));
    }

    @AfterAll
    static void drop() {
        store.drop();
    }

    @Test
    void operatorsKillAConnectionThatHoldsALockAndNoOtherUserMay() throws SQLException {
        for (Role role : Role.values()) {
            try (Connection holder = StoreFixture.server().administration(SHOP).getConnection();
                    Database killer = StoreFixture.database(role, role == Role.SHADOW ? LEDGER + "_shadow" : LEDGER)) {
                long id = JdbcClient.create(new SingleConnectionDataSource(holder, true))
                        .sql("SELECT CONNECTION_ID()")
                        .query(Long.class)
                        .single();
                if (role == Role.OPERATOR) {
                    assertThatCode(() -> killer.sql()
                                    .sql(
                                            "INSERT INTO operated_ledger.payonce_killed_connection (at, lock_name, connection,"
                                                    + " holder, seconds, who, why) VALUES (UTC_TIMESTAMP(6), 'a', 1, 'b', 1,"
                                                    + " USER(), 'gone')")
                                    .update())
                            .doesNotThrowAnyException();
                    for (String change : new String[] {"DELETE FROM %s", "UPDATE %s SET why = ''"}) {
                        assertThatThrownBy(() -> killer.sql()
                                        .sql(change.formatted("operated_ledger.payonce_killed_connection"))
                                        .update())
                                .rootCause()
                                .hasMessageContaining("denied");
                    }
                    killer.sql().sql("KILL CONNECTION " + id).update();
                    assertThat(holder.isValid(2)).isFalse();
                } else {
                    assertThatThrownBy(() ->
                                    killer.sql().sql("KILL CONNECTION " + id).update())
                            .rootCause()
                            .hasMessageContaining("not owner");
                }
            }
        }
    }
}
