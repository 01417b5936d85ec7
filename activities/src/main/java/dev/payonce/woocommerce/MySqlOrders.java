package dev.payonce.woocommerce;

import dev.payonce.order.Fingerprint;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Entry;
import dev.payonce.payment.Fact;
import dev.payonce.payment.Ledger;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Observed;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Policy;
import dev.payonce.payment.Remembered;
import dev.payonce.payment.Settlement;
import dev.payonce.payment.Stories;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Decides under the lock, on one connection.
 *
 * <p>Why it is right. The lock is taken first and the transaction begun after it, so every read sees what the last
 * holder left; the order's row is read FOR UPDATE, so it stays so until the commit. The decision is a pure function of
 * what was read. Its lines, the order's new status, the note and the time of the next look are one transaction. Should
 * the lock be lost, or never have kept anybody out, two writers meet at the row, at the compare-and-set on its status,
 * and at the ledger's two keys; one of them is refused and comes again. Should an answer be lost, the next try reads
 * what was committed and finds nothing left to write. A connection on which anything failed is never used again: its
 * end undoes and unlocks.
 */
public final class MySqlOrders implements Orders {

    private final Database database;
    private final StoreGuard guard;
    private final Policy.Terms terms;
    private final boolean observed;
    private final Clock clock;
    private final OrderLock lock;
    private final OrderTables orders;
    private final LedgerTables ledgers;
    private final RequestTable requests;
    private final RefundTable refunds;
    private final WatchTable watch;
    private final Effects effects;
    private final Matching matching;
    private final Outcomes outcomes;

    /**
     * @param guard knows the store's addresses once it is pinned; before that nothing is settled
     * @param clock what the rules take for now: the time at which the attempt was scheduled
     */
    public MySqlOrders(
            Database database,
            StoreSettings settings,
            StoreGuard guard,
            Policy.Terms terms,
            Clock clock,
            MeterRegistry metrics) {
        Tables tables = new Tables(settings);
        this.database = database;
        this.guard = guard;
        this.terms = terms;
        this.observed = settings.observed();
        this.clock = clock;
        this.lock = new OrderLock(settings, metrics);
        this.orders = new OrderTables(tables);
        this.ledgers = new LedgerTables(tables);
        this.requests = new RequestTable(tables);
        this.refunds = new RefundTable(tables);
        this.watch = new WatchTable(tables);
        this.effects = new Effects(orders, new Notes(tables), terms.disputes());
        this.matching = new Matching(database, settings);
        this.outcomes = new Outcomes(metrics);
    }

    @Override
    public Settlement settle(Settle command) {
        StoreGuard.Pinned store = guard.pinned();
        try (Session session = database.session()) {
            try {
                OrderLock.Held held = lock.take(session, command.order());
                Settlement settlement = inTransaction(session, command, store);
                lock.release(session, held);
                return settlement;
            } catch (RuntimeException failed) {
                session.abandon();
                throw failed;
            }
        } catch (SQLException | RuntimeException failed) {
            throw outcomes.failed(SqlErrors.of(failed));
        }
    }

    @Override
    public Match match(List<Payment> payments) {
        StoreGuard.Pinned store = guard.pinned();
        try {
            return matching.match(payments, store.sites(), clock.instant());
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }

    private Settlement inTransaction(Session session, Settle command, StoreGuard.Pinned store) {
        OrderId id = command.order();
        JdbcClient sql = session.sql();
        // As precise as the ledger, so that a line read back is the line that was written.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        session.begin();
        OrderTables.Read read = orders.lock(sql, id);
        store.check(read.shop());
        String key = read.order().map(Order::key).orElse("");
        LedgerTables.Past past = ledgers.past(sql, id);
        List<LedgerTables.Row> rows = past.rows();
        boolean asked = !command.requests().isEmpty() || rows.stream().anyMatch(MySqlOrders::isOperation);
        List<Remembered> before = asked ? requests.rows(sql, id, command.requests()) : List.of();
        Ledger ledger = ledger(sql, id, key, past, before, command.seen());
        Policy policy = new Policy(Fingerprint.ofSite(store.site()), store.sites(), terms);
        Optional<Order> order = read.order().map(real -> observed ? Observed.order(real, ledger) : real);
        Settlement decided = decide(sql, order, command, ledger, policy, now);
        Settlement settlement = observed ? Observed.settlement(decided) : decided;
        List<Entry> missing = settlement.entries().stream()
                .filter(entry -> !ledger.has(entry.name()))
                .toList();
        boolean answered = requests.news(command, before, settlement.answers());
        Optional<Instant> look =
                settlement.nextLook().map(after -> now.plus(after).truncatedTo(ChronoUnit.MICROS));
        if (missing.isEmpty() && !answered && look.equals(past.nextLook())) {
            session.rollback();
            outcomes.settled(command, settlement, missing, ledger);
            return settlement;
        }
        if (!missing.isEmpty()) {
            long last = rows.isEmpty() ? 0 : rows.getLast().seq();
            ledgers.append(sql, id, key, last, missing, command.actor());
            read.stored()
                    .filter(_ -> !observed)
                    .ifPresent(stored -> effects.apply(sql, id, stored, read.shop(), missing, ledger, now));
            refunds.write(sql, id, key, missing);
            Map<String, String> named = Naming.of(missing);
            named.keySet().removeAll(ledger.owners().keySet());
            ledgers.own(sql, id, key, key.isEmpty() ? Map.of() : named, now);
        }
        requests.write(sql, command, before, settlement.answers(), now);
        watch.write(sql, id, past.nextLook(), look);
        session.commit();
        outcomes.settled(command, settlement, missing, ledger);
        return settlement;
    }

    /**
     * Only a settlement that gives money back without anybody asking depends on other orders. It is decided a second
     * time, by what they have had within the hour, while nobody else can add to that.
     */
    private Settlement decide(
            JdbcClient sql, Optional<Order> order, Settle command, Ledger ledger, Policy policy, Instant now) {
        Settlement alone = Settlement.of(order, command, ledger, policy, now);
        boolean givesBack =
                alone.entries().stream().anyMatch(entry -> entry.isAutomaticRefund() && !ledger.has(entry.name()));
        if (!givesBack) {
            return alone;
        }
        int others = refunds.lastHour(sql, command.order().store());
        return Settlement.of(order, command, ledger.afterRefunds(others), policy, now);
    }

    /** What belongs to this very order; lines of an earlier order with its number are another's. */
    private Ledger ledger(
            JdbcClient sql,
            OrderId id,
            String key,
            LedgerTables.Past past,
            List<Remembered> requests,
            Observation seen) {
        Names names = seen.payments().stream().map(Naming::of).reduce(Names.NONE, Names::and);
        Set<String> gateways = new HashSet<>();
        seen.payments().forEach(payment -> gateways.add(payment.gateway()));
        return new Ledger(
                past.rows().stream()
                        .filter(row -> row.orderKey().equals(key))
                        .map(LedgerTables.Row::line)
                        .map(Stories.Line::entry)
                        .toList(),
                ledgers.owners(sql, id.store(), gateways, names),
                requests,
                0,
                past.readUpTo());
    }

    private static boolean isOperation(LedgerTables.Row row) {
        return row.line().entry().fact() instanceof Fact.Opened;
    }
}
