package dev.payonce.process;

import dev.payonce.health.Probe;
import dev.payonce.mysql.Database;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.settings.DatabaseSettings;
import dev.payonce.settings.Installation;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.ModeCheck;
import dev.payonce.temporal.TemporalConnection;
import dev.payonce.temporal.UpdateSeal;
import dev.payonce.workflow.TemporalPaymentClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connections of a process to Temporal, the store's database and Redis, and their health. None is needed to start. */
@Configuration(proxyBeanMethods = false)
public class ConnectionConfiguration {

    @Bean
    Installation installation(ProcessSettings settings) {
        return settings.installation();
    }

    @Bean
    TemporalSeries temporalSeries() {
        return new TemporalSeries();
    }

    @Bean
    TemporalConnection temporalConnection(Installation installation, MeterRegistry meters) {
        return new TemporalConnection(installation.temporal(), meters, new UpdateSeal(installation.cacheSeal()));
    }

    @Bean
    TemporalPaymentClient paymentClient(Installation installation, TemporalConnection temporal) {
        return new TemporalPaymentClient(temporal.client(), installation.store().instance());
    }

    @Bean
    ModeCheck modeCheck(Installation installation, TemporalConnection temporal) {
        return new ModeCheck(temporal, installation.store());
    }

    @Bean
    Deadlines deadlines() {
        return new Deadlines();
    }

    @Bean
    Database storeDatabase(ProcessSettings settings, MeterRegistry meters) {
        DatabaseSettings database = settings.installation().database();
        return Database.open(
                database.url(), database.user(), database.password().value(), settings.databaseConnections(), meters);
    }

    @Bean
    RedisIdempotencyCache results(Installation installation, MeterRegistry meters) {
        return new RedisIdempotencyCache(
                installation.redisUrl().value(), installation.store().instance(), installation.cacheSeal(), meters);
    }

    @Bean
    Probe temporalProbe(TemporalConnection temporal) {
        return new Probe("temporal", () -> temporal.check(Probe.WITHIN), InstantSource.system());
    }

    @Bean
    HealthIndicator temporalHealthIndicator(Probe temporal) {
        return () -> health(temporal);
    }

    @Bean
    HealthIndicator databaseHealthIndicator(Database database) {
        Probe probe = new Probe("database", database::check, InstantSource.system());
        return () -> health(probe);
    }

    @Bean
    HealthIndicator redisHealthIndicator(RedisIdempotencyCache redis) {
        Probe probe = new Probe("redis", redis::ping, InstantSource.system());
        return () -> health(probe);
    }

    private static Health health(Probe probe) {
        Probe.Answer result = probe.answer();
        return result.up()
                ? Health.up().build()
                : Health.down().withDetail("why", result.why()).build();
    }
}
