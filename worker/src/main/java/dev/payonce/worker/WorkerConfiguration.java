package dev.payonce.worker;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.stripe.StripeEventList;
import dev.payonce.gateway.stripe.StripeGateway;
import dev.payonce.gateway.stripe.StripeRateLimiter;
import dev.payonce.health.Probe;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.mysql.ledger.MySqlCursors;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.settings.DatabaseSettings;
import dev.payonce.settings.Installation;
import dev.payonce.shadow.ShadowGateway;
import dev.payonce.sweep.SweepActivities;
import dev.payonce.sweep.TemporalSweepClient;
import dev.payonce.temporal.ActivityClock;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.woocommerce.MySqlOrderKeys;
import dev.payonce.woocommerce.MySqlOrders;
import dev.payonce.woocommerce.MySqlOverdueOrders;
import dev.payonce.woocommerce.StoreGuard;
import dev.payonce.workflow.JacksonWarmup;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The worker from the outside in: the systems, what is made of them, how it starts, how it is. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerConfiguration.class);

    @Bean
    Installation installation(WorkerSettings settings) {
        return settings.installation();
    }

    @Bean
    TemporalConnection temporalConnection(Installation installation, MeterRegistry meters) {
        return new TemporalConnection(installation.temporal(), meters);
    }

    @Bean
    Deadlines deadlines() {
        return new Deadlines();
    }

    @Bean
    Database storeDatabase(Installation installation, MeterRegistry meters) {
        DatabaseSettings database = installation.database();
        return Database.open(
                database.url(), database.user(), database.password().value(), WorkerLimits.DATABASE_SLOTS, meters);
    }

    @Bean
    RedisIdempotencyCache results(Installation installation, MeterRegistry meters) {
        return new RedisIdempotencyCache(
                installation.redisUrl().value(), installation.store().cache(), installation.cacheSeal(), meters);
    }

    @Bean
    StoreGuard guard(Database database, WorkerSettings settings) {
        Installation installation = settings.installation();
        return new StoreGuard(
                database, installation.store(), installation.stripe().live(), settings.accepted());
    }

    @Bean
    TaskQueueWorkers activities(
            WorkerSettings settings,
            Database database,
            StoreGuard guard,
            RedisIdempotencyCache results,
            TemporalPaymentClient payments,
            Deadlines deadlines,
            Sweep sweep,
            MeterRegistry meters) {
        Installation installation = settings.installation();
        Clock clock = new ActivityClock();
        StripeRateLimiter pace = new StripeRateLimiter(settings.gatewayPerSecond());
        Gateway stripe = new StripeGateway(
                installation.stripe(), new MySqlOrderKeys(database, installation.store()), clock, pace, meters);
        return new TaskQueueWorkers(
                installation.store().store(),
                new MySqlOrders(database, installation.store(), guard, settings.terms(), clock, meters),
                results,
                (order, callback) -> deadlines.within(WorkerLimits.DELIVERY, () -> payments.deliver(order, callback)),
                sweep,
                Map.of(
                        installation.stripe().name(),
                        installation.store().observed() ? new ShadowGateway(stripe) : stripe),
                Map.of(
                        installation.stripe().name(),
                        new StripeEventList(
                                installation.stripe(), installation.store().store(), pace)),
                settings.gatewayPerSecond(),
                settings.cachedWorkflows());
    }

    @Bean
    TemporalPaymentClient paymentClient(Installation installation, TemporalConnection temporal) {
        return new TemporalPaymentClient(temporal.client(), installation.store().store());
    }

    @Bean
    Sweep sweep(
            WorkerSettings settings,
            Database database,
            RedisIdempotencyCache results,
            TemporalPaymentClient payments,
            Deadlines deadlines,
            MeterRegistry meters) {
        Installation installation = settings.installation();
        String store = installation.store().store();
        return new SweepActivities(
                new Sweep.Plan(
                        settings.sweepEvery(), List.of(installation.stripe().name())),
                store,
                new MySqlOverdueOrders(database, installation.store(), new ActivityClock()),
                new MySqlCursors(database, installation.store()),
                results,
                new TemporalSweepClient(payments, deadlines, WorkerLimits.DELIVERY),
                () -> Thread.sleep(1_000 / WorkerLimits.SWEPT_PER_SECOND),
                new ActivityClock(),
                meters);
    }

    @Bean(destroyMethod = "") // StartupSequence stops it, and waits for what is running
    WorkerFactory factory(TaskQueueWorkers activities, TemporalConnection temporal) {
        return activities.on(temporal.client());
    }

    @Bean
    StartupSequence ignition(
            Database database,
            Installation installation,
            StoreGuard guard,
            TemporalConnection temporal,
            TemporalPaymentClient payments,
            Deadlines deadlines,
            WorkerFactory factory) {
        return new StartupSequence(
                List.of(
                        new StartupSequence.Step(
                                "bring the ledger's tables up to date",
                                () -> new LedgerMigrations(database, installation.store()).run()),
                        new StartupSequence.Step("make sure that this is the store that it was", guard::pin),
                        new StartupSequence.Step("reach Temporal", () -> temporal.check(WorkerLimits.CHECK)),
                        new StartupSequence.Step("rehearse its work", JacksonWarmup::run),
                        new StartupSequence.Step("take work from Temporal", factory::start),
                        new StartupSequence.Step(
                                "start the sweep", () -> deadlines.within(WorkerLimits.CHECK, payments::startSweep))),
                () -> finish(factory),
                StartupSequence.Pause.REAL);
    }

    /** Ends a factory; one that never started would call Temporal before it stops, and fail where Temporal is away. */
    static void finish(WorkerFactory factory) {
        if (factory.isStarted()) {
            factory.shutdown();
            factory.awaitTermination(WorkerLimits.FINISH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Bean
    Probe temporalProbe(TemporalConnection temporal) {
        return new Probe("temporal", () -> temporal.check(Probe.WITHIN), InstantSource.system());
    }

    /** Starts the checks that run by a timer; neither of them ever throws. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService lookout(
            WorkerSettings settings,
            Probe temporal,
            RedisIdempotencyCache redis,
            StartupSequence ignition,
            TemporalPaymentClient payments,
            Deadlines deadlines) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("lookout").factory());
        every(timer, WorkerLimits.REFRESH, temporal::answer);
        every(timer, WorkerLimits.EVICTION_CHECK, redis::checkEviction);
        Duration check = settings.sweepEvery().compareTo(WorkerLimits.SWEEP_CHECK) < 0
                ? settings.sweepEvery()
                : WorkerLimits.SWEEP_CHECK;
        every(timer, check, () -> {
            if (ignition.state().working()) {
                keepSweeping(payments, deadlines);
            }
        });
        return timer;
    }

    /** Starts the sweep again when Temporal was emptied or an operator has ended the sweep. */
    private static void keepSweeping(TemporalPaymentClient payments, Deadlines deadlines) {
        try {
            deadlines.within(WorkerLimits.CHECK, payments::startSweep);
        } catch (RuntimeException temporalIsAway) {
            LOG.debug("It could not be made sure that the sweep runs", temporalIsAway);
        }
    }

    @Bean
    HealthIndicator workerHealthIndicator(StartupSequence ignition) {
        return () -> ignition.state().working()
                ? Health.up().build()
                : Health.down().withDetail("why", ignition.state().why()).build();
    }

    @Bean
    HealthIndicator temporalHealthIndicator(Probe temporal) {
        return () -> health(temporal.answer());
    }

    @Bean
    HealthIndicator databaseHealthIndicator(Database database) {
        Probe probe = new Probe("database", database::check, InstantSource.system());
        return () -> health(probe.answer());
    }

    @Bean
    HealthIndicator redisHealthIndicator(RedisIdempotencyCache redis) {
        Probe probe = new Probe("redis", redis::ping, InstantSource.system());
        return () -> health(probe.answer());
    }

    private static Health health(Probe.Answer result) {
        return result.up()
                ? Health.up().build()
                : Health.down().withDetail("why", result.why()).build();
    }

    private static void every(ScheduledExecutorService timer, Duration pause, Runnable refresh) {
        var _ = timer.scheduleWithFixedDelay(refresh, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
