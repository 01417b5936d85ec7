package dev.payonce.worker;

import dev.payonce.gateway.stripe.StripeEventList;
import dev.payonce.gateway.stripe.StripeGateway;
import dev.payonce.gateway.stripe.StripePace;
import dev.payonce.health.Probe;
import dev.payonce.payment.Gateway;
import dev.payonce.payment.ObservedGateway;
import dev.payonce.redis.RedisResults;
import dev.payonce.settings.DatabaseSettings;
import dev.payonce.settings.Installation;
import dev.payonce.sweep.Sweeper;
import dev.payonce.sweep.TemporalWays;
import dev.payonce.temporal.ActivityClock;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.woocommerce.Database;
import dev.payonce.woocommerce.Migrations;
import dev.payonce.woocommerce.MySqlCursors;
import dev.payonce.woocommerce.MySqlOrderKeys;
import dev.payonce.woocommerce.MySqlOrders;
import dev.payonce.woocommerce.MySqlWatch;
import dev.payonce.woocommerce.StoreGuard;
import dev.payonce.workflow.Rehearsal;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.TemporalDeliveries;
import dev.payonce.workflow.TemporalLooks;
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
class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    @Bean
    Installation installation(Settings settings) {
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
                database.url(), database.user(), database.password().value(), Limits.DATABASE_SLOTS, meters);
    }

    @Bean
    RedisResults results(Installation installation, MeterRegistry meters) {
        return new RedisResults(
                installation.redisUrl().value(), installation.store().cache(), meters);
    }

    @Bean
    StoreGuard guard(Database database, Settings settings) {
        Installation installation = settings.installation();
        return new StoreGuard(
                database, installation.store(), installation.stripe().live(), settings.accepted());
    }

    @Bean
    Activities activities(
            Settings settings,
            Database database,
            StoreGuard guard,
            RedisResults results,
            TemporalConnection temporal,
            Deadlines deadlines,
            Sweep sweep,
            MeterRegistry meters) {
        Installation installation = settings.installation();
        Clock clock = new ActivityClock();
        TemporalDeliveries deliveries =
                new TemporalDeliveries(temporal.client(), installation.store().store());
        StripePace pace = new StripePace(settings.gatewayPerSecond());
        Gateway stripe = new StripeGateway(
                installation.stripe(), new MySqlOrderKeys(database, installation.store()), clock, pace, meters);
        return new Activities(
                installation.store().store(),
                new MySqlOrders(database, installation.store(), guard, settings.terms(), clock, meters),
                results,
                (order, callback) -> deadlines.within(Limits.DELIVERY, () -> deliveries.deliver(order, callback)),
                sweep,
                Map.of(
                        installation.stripe().name(),
                        installation.store().observed() ? new ObservedGateway(stripe) : stripe),
                Map.of(
                        installation.stripe().name(),
                        new StripeEventList(
                                installation.stripe(), installation.store().store(), pace)),
                settings.gatewayPerSecond(),
                settings.cachedWorkflows());
    }

    @Bean
    TemporalLooks looks(Installation installation, TemporalConnection temporal) {
        return new TemporalLooks(temporal.client(), installation.store().store());
    }

    @Bean
    Sweep sweep(
            Settings settings,
            Database database,
            RedisResults results,
            TemporalConnection temporal,
            TemporalLooks looks,
            Deadlines deadlines,
            MeterRegistry meters) {
        Installation installation = settings.installation();
        String store = installation.store().store();
        return new Sweeper(
                new Sweep.Plan(
                        settings.sweepEvery(), List.of(installation.stripe().name())),
                store,
                new MySqlWatch(database, installation.store()),
                new MySqlCursors(database, installation.store()),
                results,
                new TemporalWays(new TemporalDeliveries(temporal.client(), store), looks, deadlines, Limits.DELIVERY),
                () -> Thread.sleep(1_000 / Limits.SWEPT_PER_SECOND),
                new ActivityClock(),
                meters);
    }

    @Bean(destroyMethod = "") // Ignition stops it, and waits for what is running
    WorkerFactory factory(Activities activities, TemporalConnection temporal) {
        return activities.on(temporal.client());
    }

    @Bean
    Ignition ignition(
            Database database,
            Installation installation,
            StoreGuard guard,
            TemporalConnection temporal,
            TemporalLooks looks,
            Deadlines deadlines,
            WorkerFactory factory) {
        return new Ignition(
                List.of(
                        new Ignition.Step(
                                "bring the ledger's tables up to date",
                                () -> new Migrations(database, installation.store()).run()),
                        new Ignition.Step("make sure that this is the store that it was", guard::pin),
                        new Ignition.Step("reach Temporal", () -> temporal.check(Limits.CHECK)),
                        new Ignition.Step("rehearse its work", Rehearsal::run),
                        new Ignition.Step("take work from Temporal", factory::start),
                        new Ignition.Step("start the sweep", () -> deadlines.within(Limits.CHECK, looks::sweep))),
                () -> finish(factory),
                Ignition.Pause.REAL);
    }

    /** A factory that never started would ask Temporal before it stops, and fail where Temporal is away. */
    static void finish(WorkerFactory factory) {
        if (factory.isStarted()) {
            factory.shutdown();
            factory.awaitTermination(Limits.FINISH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Bean
    Probe temporalProbe(TemporalConnection temporal) {
        return new Probe("temporal", () -> temporal.check(Probe.WITHIN), InstantSource.system());
    }

    /** What is looked at without being asked; neither ever throws. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService lookout(
            Settings settings,
            Probe temporal,
            RedisResults redis,
            Ignition ignition,
            TemporalLooks looks,
            Deadlines deadlines) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("lookout").factory());
        every(timer, Limits.LOOK, temporal::answer);
        every(timer, Limits.EVICTION_CHECK, redis::checkEviction);
        Duration check =
                settings.sweepEvery().compareTo(Limits.SWEEP_CHECK) < 0 ? settings.sweepEvery() : Limits.SWEEP_CHECK;
        every(timer, check, () -> {
            if (ignition.state().working()) {
                keepSweeping(looks, deadlines);
            }
        });
        return timer;
    }

    /** Whoever emptied Temporal, or ended the sweep by hand, does not have to think of starting it again. */
    private static void keepSweeping(TemporalLooks looks, Deadlines deadlines) {
        try {
            deadlines.within(Limits.CHECK, looks::sweep);
        } catch (RuntimeException temporalIsAway) {
            LOG.debug("It could not be made sure that the sweep runs", temporalIsAway);
        }
    }

    @Bean
    HealthIndicator workerHealthIndicator(Ignition ignition) {
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
    HealthIndicator redisHealthIndicator(RedisResults redis) {
        Probe probe = new Probe("redis", redis::ping, InstantSource.system());
        return () -> health(probe.answer());
    }

    private static Health health(Probe.Answer answer) {
        return answer.up()
                ? Health.up().build()
                : Health.down().withDetail("why", answer.why()).build();
    }

    private static void every(ScheduledExecutorService timer, Duration pause, Runnable look) {
        var _ = timer.scheduleWithFixedDelay(look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
