package dev.payonce.mysql.ledger;

import dev.payonce.health.AgedGauges;
import dev.payonce.health.LogLimit;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The gauges that the ledger's schema answers: {@code payonce.reviews} by reason, {@code payonce.unassigned.age}, and {@code
 * payonce.cursor.age} by account. Each check reads three indexed statements, whatever the ledger's size.
 */
public final class LedgerGauges {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerGauges.class);

    /** The gateway accounts that are remembered between two warnings. */
    private static final int ACCOUNTS = 64;

    private final Database database;
    private final String store;
    private final Collection<String> accounts;
    private final InstantSource clock;
    private final ReviewTable reviews;
    private final UnassignedTable unassigned;
    private final MySqlCursors cursors;
    private final AgedGauges open;
    private final AgedGauges lost;
    private final MultiGauge cursorAges;
    private final LogLimit warnings = new LogLimit(ACCOUNTS, System::nanoTime);

    public LedgerGauges(
            Database database,
            StoreSettings settings,
            Collection<String> accounts,
            InstantSource clock,
            MeterRegistry meters) {
        TableNames tables = new TableNames(settings);
        this.database = database;
        this.store = settings.store();
        this.accounts = List.copyOf(accounts);
        this.clock = clock;
        this.reviews = new ReviewTable(tables);
        this.unassigned = new UnassignedTable(tables);
        this.cursors = new MySqlCursors(database, settings);
        this.open = new AgedGauges(meters, "payonce.reviews", "reason", "Open reviews, by reason");
        this.lost = new AgedGauges(
                meters, "payonce.unassigned", "gateway", "Payments with money that no order has, by gateway");
        this.cursorAges = MultiGauge.builder("payonce.cursor.age")
                .description("Seconds since the gateway's list of events was read, by account")
                .register(meters);
    }

    /** Checks once and never throws. While MySQL is away the gauges keep their values. */
    public void check() {
        try {
            show(database.sql(), clock.instant());
        } catch (RuntimeException databaseIsAway) {
            LOG.debug("The ledger cannot be read for its gauges; the next check follows", databaseIsAway);
        }
    }

    private void show(JdbcClient sql, Instant now) {
        open.show(reviews.byReason(sql, store), now);
        List<AgedGauges.Kind> payments = unassigned.byGateway(sql, store, now.minus(UnassignedTable.SETTLED));
        lost.show(payments, now);
        for (AgedGauges.Kind kind : payments) {
            warnings.log(
                    kind.name(),
                    _ -> LOG.warn(
                            "{} payments at {} hold money that no order has. Record each payment's ID on its order, or"
                                    + " refund it at the gateway and mark it as handled on the operators' page",
                            kind.count(),
                            kind.name()));
        }
        Map<String, Instant> readUpTo = cursors.all();
        cursorAges.register(
                accounts.stream()
                        .flatMap(account -> Optional.ofNullable(readUpTo.get(account)).stream()
                                .map(at -> MultiGauge.Row.of(
                                        Tags.of("account", account),
                                        Duration.between(at, now).toSeconds())))
                        .toList(),
                true);
    }
}
