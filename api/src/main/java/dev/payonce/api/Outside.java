package dev.payonce.api;

import dev.payonce.gateway.stripe.StripeAccount;
import dev.payonce.gateway.stripe.StripeActions;
import dev.payonce.gateway.stripe.StripeEndpoint;
import dev.payonce.gateway.stripe.StripeWebhook;
import dev.payonce.health.Probe;
import dev.payonce.payment.Comparisons;
import dev.payonce.payment.Stories;
import dev.payonce.redis.RedisResults;
import dev.payonce.settings.DatabaseSettings;
import dev.payonce.settings.Installation;
import dev.payonce.settings.Secret;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.woocommerce.Database;
import dev.payonce.woocommerce.MySqlComparisons;
import dev.payonce.woocommerce.MySqlReplays;
import dev.payonce.woocommerce.MySqlStories;
import dev.payonce.workflow.TemporalDeliveries;
import dev.payonce.workflow.TemporalRequests;
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
class Outside {

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
    RedisResults results(Installation installation, MeterRegistry meters) {
        return new RedisResults(
                installation.redisUrl().value(), installation.store().cache(), meters);
    }

    @Bean
    Database storeDatabase(Installation installation, MeterRegistry meters) {
        DatabaseSettings database = installation.database();
        return Database.open(
                database.url(), database.user(), database.password().value(), Limits.DATABASE_CONNECTIONS, meters);
    }

    @Bean
    Stories stories(Database database, Installation installation) {
        return new MySqlStories(database, installation.store());
    }

    @Bean
    Comparisons comparisons(Database database, Installation installation) {
        return new MySqlComparisons(database, installation.store());
    }

    @Bean
    Intake intake(Settings settings, RedisResults duplicates, TemporalConnection temporal, Deadlines deadlines) {
        Installation installation = settings.installation();
        TemporalDeliveries deliveries =
                new TemporalDeliveries(temporal.client(), installation.store().store());
        return new Intake(
                List.of(new StripeWebhook(endpoint(settings, installation.stripe()))),
                duplicates,
                new TemporalPost(deliveries, deadlines),
                InstantSource.system());
    }

    @Bean
    Once once(
            Settings settings,
            RedisResults cache,
            Database database,
            TemporalConnection temporal,
            Deadlines deadlines) {
        return new Once(
                cache,
                new MySqlReplays(database, settings.installation().store()),
                new TemporalAsk(
                        new TemporalRequests(temporal.client()), deadlines, temporal::check, InstantSource.system()),
                settings.answeredWithin());
    }

    @Bean
    Actions actions(Installation installation) {
        StripeActions stripe = new StripeActions(installation.stripe());
        return (gateway, payment) -> Optional.of(gateway)
                .filter(installation.stripe().name()::equals)
                .flatMap(_ -> stripe.of(payment))
                .map(action -> new Actions.Action(action.redirectUrl(), action.clientSecret()));
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
    HealthIndicator redisHealthIndicator(RedisResults redis) {
        return probe("redis", redis::ping);
    }

    private static StripeEndpoint endpoint(Settings settings, StripeAccount account) {
        return new StripeEndpoint(
                account.name(),
                account.live(),
                settings.installation().store().store(),
                settings.webhookSecrets().stream().map(Secret::value).toList(),
                account.connected());
    }

    private static HealthIndicator probe(String system, Probe.Question question) {
        Probe probe = new Probe(system, question, InstantSource.system());
        return () -> probe.answer().up() ? Health.up().build() : Health.down().build();
    }
}
