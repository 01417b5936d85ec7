package dev.payonce.api;

import dev.payonce.api.history.RunReader;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.operations.DecisionTaker;
import dev.payonce.api.operations.HandledMoney;
import dev.payonce.api.operations.SweepController;
import dev.payonce.api.operations.WaitingList;
import dev.payonce.api.webhook.WebhookService;
import dev.payonce.gateway.GatewayModule;
import dev.payonce.ledger.OpenWork;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.MySqlPaymentHistory;
import dev.payonce.mysql.ledger.MySqlStoredRequests;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.settings.Installation;
import dev.payonce.shadow.ShadowReport;
import dev.payonce.temporal.BoundedPaymentClient;
import dev.payonce.temporal.BulkRefreshes;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.ModeCheck;
import dev.payonce.temporal.TemporalBulkRefreshes;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.temporal.TemporalRuns;
import dev.payonce.woocommerce.MySqlOpenWork;
import dev.payonce.woocommerce.MySqlShadowReport;
import dev.payonce.woocommerce.MySqlStoreStatus;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import dev.payonce.workflow.TemporalPaymentClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of the API behind HTTP. No system outside is needed to start. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    PaymentHistory timelines(Database database, Installation installation) {
        return new MySqlPaymentHistory(database, installation.store());
    }

    @Bean
    TemporalRuns temporalRuns(TemporalConnection temporal, Deadlines deadlines, Installation installation) {
        return new TemporalRuns(
                temporal.client(), deadlines, installation.store().instance());
    }

    @Bean
    RunReader runs(TemporalRuns runs) {
        return runs::latest;
    }

    @Bean
    BulkRefreshes bulkRefreshes(TemporalConnection temporal, Deadlines deadlines, Installation installation) {
        return new TemporalBulkRefreshes(
                temporal.client(), deadlines, installation.store().instance());
    }

    @Bean
    WaitingList waiting(Database database, Installation installation, TemporalRuns runs) {
        TableNames tables = new TableNames(installation.store());
        String store = installation.store().store();
        ReviewTable reviews = new ReviewTable(tables);
        UnassignedTable unassigned = new UnassignedTable(tables);
        MySqlListedOrders orders = new MySqlListedOrders(database, installation.store());
        return new WaitingList(
                most -> reviews.oldest(database.sql(), store, most),
                most -> unassigned.oldest(database.sql(), store, Instant.now().minus(UnassignedTable.SETTLED), most),
                runs::stalled,
                most -> orders.overdue(most, Instant.now()),
                orders::of,
                numbers -> reviews.gateways(database.sql(), store, numbers));
    }

    @Bean
    HandledMoney.Records handledMoneyRecords(Database database, Installation installation) {
        UnassignedTable unassigned = new UnassignedTable(new TableNames(installation.store()));
        String store = installation.store().store();
        return handled -> unassigned.handle(database.sql(), store, handled, Instant.now());
    }

    @Bean
    DecisionTaker.Decisions decisions(TemporalPaymentClient payments, Deadlines deadlines) {
        return (order, decision) -> deadlines.result(ApiLimits.DECIDED_WITHIN, () -> payments.decide(order, decision));
    }

    @Bean
    SweepController.Sweeps sweeps(TemporalPaymentClient payments, Deadlines deadlines) {
        return (who, why) -> deadlines.result(ApiLimits.DECIDED_WITHIN, () -> payments.sweepNow(who, why));
    }

    @Bean
    ShadowReport comparisons(Database database, Installation installation) {
        return new MySqlShadowReport(database, installation.store());
    }

    @Bean
    OpenWork openWorkOfStore(Database database, Installation installation) {
        return new MySqlOpenWork(database, installation.store());
    }

    @Bean
    ServedStore storeStatus(Database database, Installation installation, ModeCheck mode) {
        MySqlStoreStatus shop = new MySqlStoreStatus(database, installation.store());
        return new ServedStore(shop, shop::check, mode::conflict);
    }

    /** Reads the store's status at the start, and again and again. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService storeChecks(ServedStore store) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("store-check").factory());
        var _ = timer.scheduleWithFixedDelay(store::check, 0, ApiLimits.STORE_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        return timer;
    }

    @Bean
    BoundedPaymentClient boundedPaymentClient(TemporalPaymentClient payments, Deadlines deadlines) {
        return new BoundedPaymentClient(payments, deadlines, ApiLimits.DURABLE_WITHIN);
    }

    @Bean
    WebhookService webhookService(
            Installation installation, RedisIdempotencyCache duplicates, BoundedPaymentClient payments) {
        return new WebhookService(
                installation.gateways().stream().map(GatewayModule::webhook).toList(),
                duplicates,
                payments,
                InstantSource.system());
    }

    @Bean
    IdempotentRequests once(
            ApiSettings settings,
            RedisIdempotencyCache cache,
            Database database,
            TemporalConnection temporal,
            BoundedPaymentClient payments) {
        return new IdempotentRequests(
                cache,
                new MySqlStoredRequests(database, settings.installation().store()),
                new TemporalRequestClient(payments::request, temporal::check),
                settings.answeredWithin());
    }

    @Bean
    ShopperActions actions(Installation installation) {
        return ShopperActions.of(installation.gateways());
    }
}
