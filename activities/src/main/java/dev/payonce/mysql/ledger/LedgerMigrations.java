package dev.payonce.mysql.ledger;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * The migrations of the ledger's schema and tables. The worker runs them at its start. Where its user may not alter tables,
 * it only verifies that none is due: the worker's command {@code migrate} runs them as another user.
 */
public final class LedgerMigrations {

    private final Flyway flyway;

    public LedgerMigrations(Database database, StoreSettings settings) {
        this.flyway = Flyway.configure()
                .dataSource(database.forMigrations())
                .schemas(settings.ledger())
                .defaultSchema(settings.ledger())
                .createSchemas(true)
                // Where a host allows one schema only, the store's own tables are there already.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .table("payonce_schema_history")
                .locations("classpath:dev/payonce/mysql/ledger")
                .connectRetries(0)
                .load();
    }

    /**
     * Harmless to repeat, also by two workers at once. A run that was cut in the middle is mended first: every
     * statement may be run again.
     *
     * @throws io.temporal.failure.ApplicationFailure transient or refused, as everywhere
     */
    public void run() {
        try {
            if (Arrays.stream(flyway.info().all())
                    .anyMatch(step -> step.getState().isFailed())) {
                flyway.repair();
            }
            flyway.migrate();
        } catch (FlywayValidateException newer) {
            throw Failures.nonRetryable(
                    "ledger-schema",
                    "The ledger's tables are not those that this version makes. Start the version that made them, or a newer one",
                    newer);
        } catch (FlywayException failed) {
            throw SqlErrors.isDenied(failed)
                    ? Failures.nonRetryable(
                            "ledger-due",
                            "The ledger's tables are missing or of an earlier version, and PAYONCE_DATABASE_USER may not"
                                    + " make them: run the worker's command migrate as a user who may",
                            failed)
                    : SqlErrors.of(failed);
        }
    }
}
