package dev.payonce.worker;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.GatewayModule;
import dev.payonce.health.Probe;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerGauges;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.mysql.ledger.MySqlCursors;
import dev.payonce.order.OrderKeys;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.settings.Installation;
import dev.payonce.settings.Secret;
import dev.payonce.shadow.ShadowGateway;
import dev.payonce.sweep.SweepActivities;
import dev.payonce.temporal.ActivityClock;
import dev.payonce.temporal.BoundedPaymentClient;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.ModeCheck;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.temporal.TemporalRuns;
import dev.payonce.temporal.UpdateSeal;
import dev.payonce.woocommerce.MySqlOrderKeys;
import dev.payonce.woocommerce.MySqlOrders;
import dev.payonce.woocommerce.MySqlOverdueOrders;
import dev.payonce.woocommerce.OverdueEffects;
import dev.payonce.woocommerce.StoreGuard;
import dev.payonce.woocommerce.plugin.EffectKick;
import dev.payonce.woocommerce.plugin.PluginLinkTable;
import dev.payonce.workflow.JacksonWarmup;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of the worker: its activities, the steps of its start, and what it checks while it runs. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerConfiguration.class);

    @Bean
    StoreGuard guard(Database database, WorkerSettings settings) {
        Installation installation = settings.installation();
        return new StoreGuard(database, installation.store(), installation.live(), settings.accepted());
    }

    /** Calls the companion plugin, where the worker has the secret that both share. */
    @Bean
    EffectKick kick(WorkerSettings settings, MeterRegistry meters) {
        return new EffectKick(
                settings.pluginAddress(), settings.pluginSecret().map(Secret::value), InstantSource.system(), meters);
    }

    @Bean
    TaskQueueWorkers activities(
            WorkerSettings settings,
            Database database,
            StoreGuard guard,
            EffectKick plugin,
            RedisIdempotencyCache results,
            TemporalPaymentClient payments,
            Deadlines deadlines,
            Sweep sweep,
            MeterRegistry meters) {
        StoreSettings store = settings.installation().store();
        OrderKeys keys = new MySqlOrderKeys(database, store, guard);
        MySqlOrders orders = new MySqlOrders(
                database,
                store,
                guard,
                Set.copyOf(settings.installation().accounts()),
                settings.terms(),
                new ActivityClock(),
                plugin,
                meters);
        Map<String, GatewayModule.Activities> gateways = settings.installation().gateways().stream()
                .collect(Collectors.toUnmodifiableMap(
                        GatewayModule::account, module -> watched(module, keys, settings, meters)));
        return new TaskQueueWorkers(
                store.instance(),
                orders,
                TaskQueueWorkers.direct(
                        orders, gateways, results, settings.gatewayPerSecond(), new DirectFailureLog(meters)),
                results,
                (order, callback) -> deadlines.within(WorkerLimits.DELIVERY, () -> payments.deliver(order, callback)),
                sweep,
                gateways,
                settings.gatewayPerSecond(),
                settings.cachedWorkflows(),
                settings.build());
    }

    /** Measures each gateway in the same way, and keeps all of them from operations in shadow mode. */
    private static GatewayModule.Activities watched(
            GatewayModule module, OrderKeys keys, WorkerSettings settings, MeterRegistry meters) {
        GatewayModule.Activities each = module.activities(keys, new ActivityClock(), settings.gatewayPerSecond());
        Gateway measured = new MeasuredGateway(module.account(), each.gateway(), meters);
        boolean shadow = settings.installation().store().shadow();
        return new GatewayModule.Activities(shadow ? new ShadowGateway(measured) : measured, each.events());
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
                new Sweep.Plan(settings.sweepEvery(), installation.accounts()),
                store,
                new MySqlOverdueOrders(database, installation.store(), new ActivityClock()),
                new MySqlCursors(database, installation.store()),
                results,
                new BoundedPaymentClient(payments, deadlines, WorkerLimits.DELIVERY),
                WorkerConfiguration::keepPace,
                new ActivityClock(),
                meters);
    }

    @Bean(destroyMethod = "") // StartupSequence stops it, and waits for what is running
    WorkerFactory factory(TaskQueueWorkers activities, TemporalConnection temporal, WorkerSettings settings) {
        return activities.on(
                temporal.client(),
                new UpdateOrigin(new UpdateSeal(settings.installation().cacheSeal()), settings.operatorsByApiAlone()));
    }

    @Bean
    GatewayAccounts gatewayAccounts(
            Installation installation, StoreGuard guard, ObjectProvider<StartupSequence> startup) {
        return new GatewayAccounts(
                installation.gateways(),
                guard::pinAccount,
                why -> startup.getObject().refuse(why),
                StartupSequence.Pause.REAL);
    }

    @Bean
    StartupSequence startup(
            Database database,
            Installation installation,
            StoreGuard guard,
            GatewayAccounts accounts,
            TemporalConnection temporal,
            ModeCheck mode,
            TemporalPaymentClient payments,
            Deadlines deadlines,
            WorkerFactory factory) {
        return new StartupSequence(
                List.of(
                        new StartupSequence.Step(
                                "bring the ledger's tables up to date",
                                () -> new LedgerMigrations(database, installation.store()).run()),
                        new StartupSequence.Step("check that this is the same store", guard::pin),
                        new StartupSequence.Step("check that each gateway account is the same", accounts::pin),
                        new StartupSequence.Step("reach Temporal", () -> temporal.check(WorkerLimits.CHECK)),
                        new StartupSequence.Step("serve this store", () -> mode.refuseOthers(WorkerLimits.CHECK)),
                        new StartupSequence.Step("warm up", JacksonWarmup::run),
                        new StartupSequence.Step("take work from Temporal", factory::start),
                        new StartupSequence.Step(
                                "start the sweep", () -> deadlines.within(WorkerLimits.CHECK, payments::startSweep))),
                () -> finish(factory),
                StartupSequence.Pause.REAL);
    }

    /** Stops a started factory. One that never started would call Temporal first, and fail where Temporal is away. */
    static void finish(WorkerFactory factory) {
        if (factory.isStarted()) {
            factory.shutdown();
            factory.awaitTermination(WorkerLimits.FINISH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Bean
    OverdueEffects overdueEffects(Database database, WorkerSettings settings, StoreGuard guard, MeterRegistry meters) {
        Installation installation = settings.installation();
        String version = WorkerConfiguration.class.getPackage().getImplementationVersion();
        return new OverdueEffects(
                database,
                installation.store(),
                guard,
                new PluginLinkTable.Running(
                        version == null ? "development" : version,
                        installation.live(),
                        settings.orderPage().orElse("")),
                meters);
    }

    @Bean
    StalledRuns stalledRuns(
            Installation installation, TemporalConnection temporal, Deadlines deadlines, MeterRegistry meters) {
        TemporalRuns runs = new TemporalRuns(
                temporal.client(), deadlines, installation.store().instance());
        return new StalledRuns(
                runs::stalled,
                runs::isStalled,
                runs::refresh,
                WorkerConfiguration::keepPace,
                InstantSource.system(),
                meters);
    }

    @Bean
    LedgerGauges ledgerGauges(Database database, Installation installation, MeterRegistry meters) {
        return new LedgerGauges(
                database, installation.store(), installation.accounts(), InstantSource.system(), meters);
    }

    /** Checks the stalled runs on a thread of its own: a herd takes a while. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService stalledChecks(StalledRuns stalled, StartupSequence startup) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("stalled").factory());
        every(timer, WorkerLimits.STALLED_CHECK, whileWorking(startup, stalled::check, stalled::clear));
        return timer;
    }

    /** Runs the worker's own checks; none of them throws. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService checks(
            WorkerSettings settings,
            Probe temporal,
            RedisIdempotencyCache redis,
            StartupSequence startup,
            OverdueEffects plugin,
            LedgerGauges ledger,
            MeterRegistry meters,
            TemporalPaymentClient payments,
            Deadlines deadlines) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("checks").factory());
        every(timer, WorkerLimits.TEMPORAL_CHECK, temporal::answer);
        every(timer, WorkerLimits.EVICTION_CHECK, redis::checkEviction);
        Gauge.builder("payonce.working", startup, it -> it.state().working() ? 1 : 0)
                .description("1 while the worker takes work, 0 while it starts, stops, or cannot")
                .register(meters);
        every(timer, WorkerLimits.PLUGIN_CHECK, whileWorking(startup, plugin::check, plugin::clear));
        every(timer, WorkerLimits.PLUGIN_CHECK, whileWorking(startup, ledger::check, ledger::clear));
        Duration check = StartupSequence.shorter(settings.sweepEvery(), WorkerLimits.SWEEP_CHECK);
        every(timer, check, whileWorking(startup, () -> keepSweeping(payments, deadlines), () -> {}));
        return timer;
    }

    /** Starts the sweep if it does not run: Temporal may have been emptied, or an operator may have ended it. */
    private static void keepSweeping(TemporalPaymentClient payments, Deadlines deadlines) {
        try {
            deadlines.within(WorkerLimits.CHECK, payments::startSweep);
        } catch (RuntimeException temporalIsAway) {
            LOG.debug("The check that the sweep runs failed; it is repeated every minute", temporalIsAway);
        }
    }

    @Bean
    HealthIndicator workerHealthIndicator(StartupSequence startup) {
        return () -> startup.state().working()
                ? Health.up().build()
                : Health.down().withDetail("why", startup.state().why()).build();
    }

    /**
     * Leaves the check out while the worker starts, stops, or cannot work. Gauges are emptied then: an alarm takes the highest value
     * of all workers, and one that no longer checks would hold it up.
     */
    private static Runnable whileWorking(StartupSequence startup, Runnable check, Runnable idle) {
        return () -> (startup.state().working() ? check : idle).run();
    }

    /** Waits before an order is refreshed, by the sweep or with a herd. */
    private static void keepPace() throws InterruptedException {
        Thread.sleep(1_000 / WorkerLimits.SWEPT_PER_SECOND);
    }

    private static void every(ScheduledExecutorService timer, Duration pause, Runnable check) {
        var _ = timer.scheduleWithFixedDelay(check, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
