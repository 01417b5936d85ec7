package dev.payonce.sandbox.installation;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.store.DatabaseUsers;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;

/** The database of one store as an administrator sets it up: each program has its own user, with the least rights. */
record StoreDatabase(MySqlServer server, Store store, String ledger) {

    private static final Path SCRIPTS = Path.of("deploy/mysql");

    /** Creates the users, with their rights on the store and its ledger. */
    StoreDatabase grant() {
        new DatabaseUsers(server, SCRIPTS).grant(store, ledger);
        return this;
    }

    /**
     * Makes the tables of the ledger that these settings name, as the command {@code migrate} does, with the rights on
     * them.
     */
    StoreDatabase migrate(Map<String, String> settings) {
        StoreSettings acting =
                new StoreSettings("", store.prefix(), ledger, StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);
        StoreSettings chosen = isShadow(settings) ? acting.inShadowMode() : acting;
        try (Database database = Database.open(
                server.jdbcUrl(chosen.ledger()),
                Role.MIGRATION.user(),
                server.password(),
                1,
                new SimpleMeterRegistry())) {
            new LedgerMigrations(database, chosen).run();
        }
        if (!chosen.shadow()) {
            grantTables();
        }
        return this;
    }

    /** Gives API and operators their rights on the ledger's tables. */
    void grantTables() {
        new DatabaseUsers(server, SCRIPTS).grantTables(ledger);
    }

    /** Returns the role of a program, {@code worker} or {@code api}, that has these settings. */
    static Role role(String program, Map<String, String> settings) {
        return program.equals("api") ? Role.API : isShadow(settings) ? Role.SHADOW : Role.WORKER;
    }

    private static boolean isShadow(Map<String, String> settings) {
        return "shadow".equals(settings.get("PAYONCE_MODE"));
    }
}
