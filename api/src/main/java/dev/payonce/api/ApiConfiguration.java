package dev.payonce.api;

import dev.payonce.gateway.stripe.StripeAccount;
import dev.payonce.gateway.stripe.StripeNextActions;
import dev.payonce.gateway.stripe.webhook.StripeEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeWebhook;
import dev.payonce.health.Probe;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.ledger.MySqlPaymentHistory;
import dev.payonce.mysql.ledger.MySqlStoredRequests;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.settings.DatabaseSettings;
import dev.payonce.settings.Installation;
import dev.payonce.settings.Secret;
import dev.payonce.shadow.ShadowReport;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.woocommerce.MySqlShadowReport;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The systems outside, what the API makes of them, and whether they are there. None of them is needed to start. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    Installation installation(ApiSettings settings) {
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
    RedisIdempotencyCache results(Installation installation, MeterRegistry meters) {
        return new RedisIdempotencyCache(
                installation.redisUrl().value(), installation.store().cache(), installation.cacheSeal(), meters);
    }

    @Bean
    Database storeDatabase(Installation installation, MeterRegistry meters) {
        DatabaseSettings database = installation.database();
        return Database.open(
                database.url(), database.user(), database.password().value(), ApiLimits.DATABASE_CONNECTIONS, meters);
    }

    @Bean
    PaymentHistory timelines(Database database, Installation installation) {
        return new MySqlPaymentHistory(database, installation.store());
    }

    @Bean
    ShadowReport comparisons(Database database, Installation installation) {
        return new MySqlShadowReport(database, installation.store());
    }

    @Bean
    TemporalPaymentClient paymentClient(ApiSettings settings, TemporalConnection temporal) {
        return new TemporalPaymentClient(
                temporal.client(), settings.installation().store().store());
    }

    @Bean
    WebhookService webhookService(
            ApiSettings settings,
            RedisIdempotencyCache duplicates,
            TemporalPaymentClient payments,
            Deadlines deadlines) {
        Installation installation = settings.installation();
        return new WebhookService(
                List.of(new StripeWebhook(endpoint(settings, installation.stripe()))),
                duplicates,
                new TemporalCallbackClient(payments, deadlines),
                InstantSource.system());
    }

    @Bean
    IdempotentRequests once(
            ApiSettings settings,
            RedisIdempotencyCache cache,
            Database database,
            TemporalConnection temporal,
            TemporalPaymentClient payments,
            Deadlines deadlines) {
        return new IdempotentRequests(
                cache,
                new MySqlStoredRequests(database, settings.installation().store()),
                new TemporalRequestClient(payments, deadlines, temporal::check, InstantSource.system()),
                settings.answeredWithin());
    }

    @Bean
    NextActions actions(Installation installation) {
        StripeNextActions stripe = new StripeNextActions(installation.stripe());
        return (gateway, payment) -> Optional.of(gateway)
                .filter(installation.stripe().name()::equals)
                .flatMap(_ -> stripe.of(payment))
                .map(action -> new NextActions.Action(action.redirectUrl(), action.clientSecret()));
    }

    @Bean
    HealthIndicator temporalHealthIndicator(TemporalConnection temporal) {
        return probe("temporal", () -> temporal.check(Probe.WITHIN));
    }

    @Bean
    HealthIndicator databaseHealthIndicator(Database database) {
        return probe("database", database::check);
    }

    @Bean
    HealthIndicator redisHealthIndicator(RedisIdempotencyCache redis) {
        return probe("redis", redis::ping);
    }

    private static StripeEndpoint endpoint(ApiSettings settings, StripeAccount account) {
        return new StripeEndpoint(
                account.name(),
                account.live(),
                settings.installation().store().store(),
                settings.webhookSecrets().stream().map(Secret::value).toList(),
                account.connected());
    }

    private static HealthIndicator probe(String system, Probe.Question review) {
        Probe probe = new Probe(system, review, InstantSource.system());
        return () -> probe.answer().up() ? Health.up().build() : Health.down().build();
    }
}
