package dev.payonce.woocommerce;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.OrderLock;
import dev.payonce.mysql.OrderTransaction;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.Session;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.AutomaticRefundTable;
import dev.payonce.mysql.ledger.ExternalIdExtractor;
import dev.payonce.mysql.ledger.LedgerReading;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.mysql.ledger.RefreshTable;
import dev.payonce.mysql.ledger.RequestTable;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.reconcile.ReconciliationRules;
import dev.payonce.woocommerce.charge.ChargeDetailsReader;
import dev.payonce.woocommerce.plugin.EffectKick;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The orders in WooCommerce's tables: they are decided under the lock, on one connection.
 *
 * <p>Why it is right. {@link OrderTransaction} lets every read see what the last holder left; the order's row is read FOR UPDATE, so it stays so until the commit. The decision is a pure function of
 * what was read. Its lines, the order's new status, the note and the time of the next refresh are one transaction. The
 * lock may be lost, or may not keep another writer out. Two writers then meet at the row, at the compare-and-set on
 * its status, and at the ledger's two keys. One of them is refused and comes again. Should an answer be lost, the next
 * try reads what was committed and finds nothing left to write.
 */
public final class MySqlOrders implements Orders {

    private final TableNames tables;
    private final StoreGuard guard;
    private final Set<String> accounts;
    private final Policy.Terms terms;
    private final boolean shadow;
    private final Clock clock;
    private final OrderTransaction patient;
    private final OrderTransaction atOnce;
    private final LedgerTable ledgers;
    private final RequestTable requests;
    private final AutomaticRefundTable refunds;
    private final RefreshTable refreshTable;
    private final ReviewTable reviews;
    private final TwinTable twins;
    private final ChargeDetailsReader details;
    private final StoreAccess access;
    private final OrderMatcher matching;
    private final ReconciliationMetrics outcomes;

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
        this(database, settings, guard, Set.of("stripe"), terms, clock, EffectKick.none(metrics), metrics);
    }

    /**
     * @param accounts the gateway accounts that this worker has; no other one can be asked
     * @param plugin calls the companion plugin, where that moves the orders
     */
    public MySqlOrders(
            Database database,
            StoreSettings settings,
            StoreGuard guard,
            Set<String> accounts,
            Policy.Terms terms,
            Clock clock,
            EffectKick plugin,
            MeterRegistry metrics) {
        this.tables = new TableNames(settings);
        this.guard = guard;
        this.accounts = Set.copyOf(accounts);
        this.terms = terms;
        this.shadow = settings.shadow();
        this.clock = clock;
        this.patient = OrderTransaction.patient(database, settings, metrics);
        this.atOnce = OrderTransaction.withoutWaiting(database, settings, metrics);
        this.ledgers = new LedgerTable(tables);
        this.requests = new RequestTable(tables);
        this.refunds = new AutomaticRefundTable(tables);
        this.refreshTable = new RefreshTable(tables);
        this.reviews = new ReviewTable(tables);
        this.twins = new TwinTable(tables);
        this.details = new ChargeDetailsReader(tables);
        this.access = new StoreAccess(tables, plugin);
        this.matching = new OrderMatcher(database, settings);
        this.outcomes = new ReconciliationMetrics(metrics);
    }

    @Override
    public Reconciliation reconcile(ReconcileCommand command) {
        return reconcile(command, patient, OrderReader.Row.LOCKED, () -> false);
    }

    /** Reconciles as {@link #reconcile}, and fails where another holds the order's lock, or where the caller has given up. */
    public Reconciliation reconcileAtOnce(ReconcileCommand command, BooleanSupplier late) {
        return reconcile(command, atOnce, OrderReader.Row.LOCKED_AT_ONCE, late);
    }

    private Reconciliation reconcile(
            ReconcileCommand command, OrderTransaction transaction, OrderReader.Row row, BooleanSupplier late) {
        StoreGuard.Pinned store = guard.pinned();
        // Shadow mode has no right to lock a row of the shop, and keeps no shopper waiting; two writers collide in its
        // ledger.
        OrderReader.Row how = shadow ? OrderReader.Row.READ : row;
        try {
            Committed committed = transaction.run(
                    command.order(),
                    session -> access.reader(store).find(session.sql(), command.order(), how),
                    (session, found) -> inTransaction(session, command, store, found, late));
            if (committed.effects()) {
                access.effects(store).committed(command.order(), store.site());
            }
            return committed.reconciliation();
        } catch (SQLException | RuntimeException failed) {
            throw outcomes.failed(SqlErrors.of(failed));
        }
    }

    @Override
    public Match match(List<Payment> payments) {
        StoreGuard.Pinned store = guard.pinned();
        return answered(() -> matching.match(payments, store, clock.instant()));
    }

    @Override
    public boolean isOurSite(String site) {
        boolean ours = guard.pinned().sites().contains(site);
        return answered(() -> {
            if (!ours && shadow) {
                matching.otherSite(site, clock.instant());
            }
            return ours;
        });
    }

    /** @param effects true when the shop has effects to apply now */
    private record Committed(Reconciliation reconciliation, boolean effects) {}

    private Committed inTransaction(
            Session session,
            ReconcileCommand command,
            StoreGuard.Pinned store,
            OrderReader.Found row,
            BooleanSupplier late) {
        OrderId id = command.order();
        JdbcClient sql = session.sql();
        // As precise as the ledger, so that a line read back is the line that was written.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        OrderEffects effects = access.effects(store);
        StoreQuery query = new StoreQuery(tables);
        List<Payment> payments = command.seen().payments();
        LedgerReading past = LedgerReading.of(
                query,
                id,
                payments.stream().map(Payment::gateway).collect(Collectors.toSet()),
                payments.stream().map(ExternalIdExtractor::of).reduce(ExternalIds.NONE, ExternalIds::and));
        OrderEffects.Foresight foresight = effects.foresee(query, id);
        OrderReader.Read read = row.read(sql, query);
        store.check(read.shop());
        String key = read.order().map(Order::key).orElse("");
        OrderLock.inTime(id, late);
        boolean asked = !command.requests().isEmpty() || past.rows().stream().anyMatch(MySqlOrders::isOperation);
        List<StoredRequest> before = asked ? requests.rows(sql, id, command.requests()) : List.of();
        Ledger ledger = ledger(key, past, before);
        Optional<OrderEffects.Foreseen> order = read.order()
                .map(real -> matching.withoutOthers(sql, real, payments, store))
                .map(real -> foresight.of(real, ledger));
        boolean again = order.filter(OrderEffects.Foreseen::again).isPresent();
        Reconciliation reconciliation =
                effects.carriedOut(decide(sql, store, order.map(OrderEffects.Foreseen::order), command, ledger, now));
        List<Entry> added = reconciliation.added();
        boolean answered = requests.news(command, before, reconciliation.results());
        Optional<Instant> refresh =
                reconciliation.nextRefresh().map(after -> now.plus(after).truncatedTo(ChronoUnit.MICROS));
        if (added.isEmpty() && !answered && !again && refresh.equals(past.nextRefresh())) {
            session.rollback();
            outcomes.reconciled(command, reconciliation, added, ledger);
            return new Committed(reconciliation, false);
        }
        OrderWrites writes = new OrderWrites();
        if (!added.isEmpty()) {
            ledgers.append(writes, id, key, added, details(sql, store, read, added));
            refunds.write(writes, id, key, added);
            reviews.write(writes, id, added);
            Map<String, String> named = ExternalIdExtractor.of(added);
            named.keySet().removeAll(ledger.owners().keySet());
            ledgers.own(writes, id, key, key.isEmpty() ? Map.of() : named, now);
        }
        boolean written = order.filter(foreseen -> effects.write(
                        sql, writes, new OrderEffects.Decision(read, foreseen, reconciliation, ledger, payments, now)))
                .isPresent();
        requests.write(writes, command, before, reconciliation.results(), now);
        refreshTable.write(writes, id, past.nextRefresh(), refresh);
        session.send(writes);
        session.commit();
        outcomes.reconciled(command, reconciliation, added, ledger);
        return new Committed(reconciliation, written);
    }

    /**
     * Decides by this order alone, and again by other orders where the decision depends on them. A charge depends on
     * those of the same cart, a rule's refund on the refunds of the last hour. What was read stays until the commit.
     */
    private Reconciliation decide(
            JdbcClient sql,
            StoreGuard.Pinned store,
            Optional<Order> order,
            ReconcileCommand command,
            Ledger ledger,
            Instant now) {
        Policy policy = new Policy(Fingerprint.ofSite(store.site()), store.sites(), terms);
        Reconciliation alone = ReconciliationRules.reconcile(order, command, ledger, policy, now);
        boolean charges = !shadow
                && terms.twins() != Policy.Twins.OFF
                && alone.added().stream().anyMatch(Entry::isCharge);
        Optional<Order> known = charges ? order.map(charged -> twins.read(sql, charged, store)) : order;
        Reconciliation decided =
                known.equals(order) ? alone : ReconciliationRules.reconcile(known, command, ledger, policy, now);
        if (decided.added().stream().noneMatch(Entry::isAutomaticRefund)) {
            return decided;
        }
        int others = refunds.lastHour(sql, command.order().store());
        return ReconciliationRules.reconcile(known, command, ledger.afterRefunds(others), policy, now);
    }

    /** Reads the details of a charge that is decided here: nothing can change them before its request is sent. */
    private Optional<ChargeDetails> details(
            JdbcClient sql, StoreGuard.Pinned store, OrderReader.Read read, List<Entry> added) {
        return read.order()
                .filter(_ -> !shadow && added.stream().anyMatch(LedgerTable::needsDetails))
                .map(order -> details.read(sql, store.hpos(), order, read.shop().title(), terms.notice()));
    }

    /** Returns the lines of this very order; those of an earlier order with its number are left out. */
    private Ledger ledger(String key, LedgerReading past, List<StoredRequest> requests) {
        List<LedgerTable.Row> rows = past.rows();
        Map<String, Instant> readUpTo = new HashMap<>(past.readUpTo());
        readUpTo.keySet().retainAll(accounts);
        return new Ledger(
                LedgerTable.entries(rows, key),
                rows.isEmpty() ? 0 : rows.getLast().line().entry().number(),
                past.owners(),
                requests,
                0,
                readUpTo);
    }

    private static boolean isOperation(LedgerTable.Row row) {
        return row.line().entry().fact() instanceof Fact.OperationCreated;
    }
}
