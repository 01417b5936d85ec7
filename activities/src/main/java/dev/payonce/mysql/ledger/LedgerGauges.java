package dev.payonce.mysql.ledger;

import dev.payonce.health.AgedGauges;
import dev.payonce.health.LogLimit;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.review.Review;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The gauges that the ledger's schema answers: {@code payonce.reviews} by reason, {@code payonce.unassigned} by gateway, {@code
 * payonce.unapplied} by kind (captured money that is on no order), and {@code payonce.cursor.age} by account. Each check reads three indexed statements, whatever the ledger's size.
 */
public final class LedgerGauges {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerGauges.class);

    /** The gateway accounts that are remembered between two warnings. */
    private static final int ACCOUNTS = 64;

    /** The reasons of reviews that hold captured money, which no order has got. */
    private static final Set<String> HOLD_MONEY = Stream.of(
                    Review.Reason.ORDER_KEY_DIFFERS,
                    Review.Reason.ORDER_MISSING,
                    Review.Reason.AMOUNT_DIFFERS,
                    Review.Reason.ORDER_NOT_PAYABLE,
                    Review.Reason.PAID_OTHERWISE,
                    Review.Reason.PAID_BUT_CLOSED,
                    Review.Reason.EFFECT_REJECTED,
                    Review.Reason.DUPLICATE_PAYMENT,
                    Review.Reason.REFUND_DUE)
            .map(Review.Reason::name)
            .collect(Collectors.toSet());

    private final Database database;
    private final String store;
    private final Collection<String> accounts;
    private final InstantSource clock;
    private final ReviewTable reviews;
    private final UnassignedTable unassigned;
    private final MySqlCursors cursors;
    private final AgedGauges open;
    private final AgedGauges lost;
    private final AgedGauges unapplied;
    private final MultiGauge cursorAges;
    private final Instant started;
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
        this.unapplied = new AgedGauges(
                meters,
                "payonce.unapplied",
                "kind",
                "Captured money that no order has got: in review, or without an order");
        this.started = clock.instant();
        this.cursorAges = MultiGauge.builder("payonce.cursor.age")
                .description(
                        "Seconds since the gateway's list of events was read, by account; since the start where it never was")
                .register(meters);
    }

    /** Shows nothing, since this worker does not work: another one shows what is. */
    public void clear() {
        show(List.of(), List.of(), clock.instant());
        cursorAges.register(List.of(), true);
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
        List<AgedGauges.Kind> payments = unassigned.byGateway(sql, store, now.minus(UnassignedTable.SETTLED));
        show(reviews.byReason(sql, store), payments, now);
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
                        .map(account -> MultiGauge.Row.of(
                                Tags.of("account", account),
                                Duration.between(readUpTo.getOrDefault(account, started), now)
                                        .toSeconds()))
                        .toList(),
                true);
    }

    private void show(List<AgedGauges.Kind> byReason, List<AgedGauges.Kind> byGateway, Instant now) {
        open.show(byReason, now);
        lost.show(byGateway, now);
        List<AgedGauges.Kind> money = byReason.stream()
                .filter(kind -> HOLD_MONEY.contains(kind.name()))
                .toList();
        unapplied.show(
                Stream.of(sum("review", money), sum("unassigned", byGateway))
                        .filter(kind -> kind.count() > 0)
                        .toList(),
                now);
    }

    private static AgedGauges.Kind sum(String name, List<AgedGauges.Kind> kinds) {
        return new AgedGauges.Kind(
                name,
                kinds.stream().mapToInt(AgedGauges.Kind::count).sum(),
                kinds.stream().flatMap(kind -> kind.oldest().stream()).min(Instant::compareTo));
    }
}
