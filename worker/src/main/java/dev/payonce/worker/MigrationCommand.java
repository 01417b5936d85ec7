package dev.payonce.worker;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.settings.DatabaseSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;

/** The command that brings the ledger's tables up to date and ends. Its database user alone may make and alter them. */
@SpringBootConfiguration(proxyBeanMethods = false)
class MigrationCommand {

    static final String NAME = "migrate";

    private static final Logger LOG = LoggerFactory.getLogger(MigrationCommand.class);

    /** Migrates, logs the outcome, and reports whether the tables are up to date. Its user has no right on the shop. */
    static boolean succeeds(WorkerSettings settings) {
        DatabaseSettings login = settings.installation().database();
        StoreSettings store = settings.installation().store();
        String url = login.url(store.ledger());
        try (Database database =
                Database.open(url, login.user(), login.password().value(), 1, new SimpleMeterRegistry())) {
            new LedgerMigrations(database, store).run();
            LOG.info("The tables of the ledger {} are up to date", store.ledger());
            return true;
        } catch (RuntimeException failed) {
            LOG.error(
                    "The ledger's tables could not be brought up to date: {}",
                    StartupFailure.of(failed).why());
            return false;
        }
    }
}
