package dev.payonce.gateway.stripe;

import dev.payonce.gateway.Gateway;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.redis.CacheSeal;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.request.TimedRequest;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.settings.TemporalSettings;
import dev.payonce.temporal.ActivityClock;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.woocommerce.MySqlOrderKeys;
import dev.payonce.woocommerce.MySqlOrders;
import dev.payonce.woocommerce.StoreGuard;
import dev.payonce.workflow.CallbackReconciler;
import dev.payonce.workflow.CallbackWorkflowImpl;
import dev.payonce.workflow.PaymentWorkflowImpl;
import dev.payonce.workflow.TaskQueues;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The workers of one store, in this JVM and on real servers, with clocks that a test can move. */
public final class LateWorkers implements AutoCloseable {

    private final String store;
    private final StoreSettings settings;
    private final StripeAccount stripe;
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Database database;
    private final StoreGuard guard;
    private final TemporalConnection temporal;
    private final RedisIdempotencyCache results;
    private Policy.Terms terms = Policy.Terms.DEFAULT;

    public LateWorkers(Installation all, String store) {
        this.store = store;
        this.settings = StoreSettings.of(store);
        this.stripe = new StripeAccount(
                "stripe", all.credentials().stripeKey(), all.stripe().baseUrl().toString());
        this.database = Database.open(
                all.mysql().jdbcUrl(store), Role.WORKER.user(), all.mysql().password(), 4, metrics);
        this.guard = new StoreGuard(database, settings, stripe.live(), StoreSettings.Accepted.NOTHING);
        this.temporal =
                new TemporalConnection(new TemporalSettings(all.temporal().address(), "default"), metrics);
        this.results = new RedisIdempotencyCache(
                all.redis().url(), store, CacheSeal.of(List.of(all.credentials().cacheSecret())), metrics);
        guard.pin();
    }

    /** Sets the merchant's terms for workers that start later. */
    public void want(Policy.Terms wanted) {
        terms = wanted;
    }

    /** The tasks that a worker takes. */
    public enum Duty {
        EVERYTHING,
        /** The worker reaches neither the store nor its ledger. */
        ALL_BUT_THE_STORE,
        /** The worker carries out no operation. */
        ALL_BUT_THE_GATEWAY
    }

    /** Works until it is closed, while its clock is that far ahead of the real time. */
    public AutoCloseable start(Duration ahead, Duty duty) {
        Clock clock = Clock.offset(new ActivityClock(), ahead);
        WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
        Worker payments = factory.newWorker(TaskQueues.payments(store));
        payments.registerWorkflowImplementationTypes(PaymentWorkflowImpl.class, CallbackWorkflowImpl.class);
        CallbackReconciler none = _ -> new CallbackReconciler.Attempt("left", Optional.empty());
        payments.registerActivitiesImplementations(results, none);
        if (duty != Duty.ALL_BUT_THE_STORE) {
            payments.registerActivitiesImplementations(new LateOrders(
                    new MySqlOrders(database, settings, guard, terms, clock, metrics), ahead, Instant.now()));
        }
        if (duty == Duty.EVERYTHING) {
            factory.newWorker(TaskQueues.gateway(store, stripe.name()))
                    .registerActivitiesImplementations(gateway(clock, Clock.offset(Clock.systemUTC(), ahead)));
        }
        factory.start();
        return () -> {
            factory.shutdownNow();
            factory.awaitTermination(20, TimeUnit.SECONDS);
        };
    }

    /** Returns the real adapter on a machine with these clocks. */
    private Gateway gateway(Clock activity, Clock machine) {
        return new StripeGateway(
                new StripeConnection(stripe, StripeTimeouts.REFRESH),
                new StripeConnection(stripe, StripeTimeouts.MOVE),
                new MySqlOrderKeys(database, settings, guard),
                activity,
                new OperationAttempt(machine, OperationAttempt.REAL.attempt()));
    }

    public TemporalPaymentClient client() {
        return new TemporalPaymentClient(temporal.client(), store);
    }

    public String account() {
        return stripe.name();
    }

    /** Refunds by their cause and what they came to. */
    public double refunds(String cause, String state) {
        return metrics.counter("payonce.reversals", "kind", "refund", "cause", cause, "state", state)
                .count();
    }

    @Override
    public void close() {
        temporal.close();
        results.close();
        database.close();
    }

    /**
     * The adapter that shifts the times that Temporal reports, since Temporal's own clock cannot be moved.
     *
     * @param started the start of the worker; what was received before keeps its time
     */
    private record LateOrders(Orders orders, Duration ahead, Instant started) implements Orders {

        @Override
        public Reconciliation reconcile(ReconcileCommand command) {
            return orders.reconcile(new ReconcileCommand(
                    command.order(),
                    command.seen(),
                    command.since().plus(ahead),
                    command.waiting().stream().map(this::shifted).toList(),
                    command.decisions(),
                    command.actor()));
        }

        private TimedRequest shifted(TimedRequest waiting) {
            return waiting.receivedAt().isBefore(started)
                    ? waiting
                    : new TimedRequest(waiting.request(), waiting.receivedAt().plus(ahead));
        }

        @Override
        public boolean isOurSite(String site) {
            return orders.isOurSite(site);
        }

        @Override
        public Match match(List<Payment> payments) {
            return orders.match(payments);
        }
    }
}
