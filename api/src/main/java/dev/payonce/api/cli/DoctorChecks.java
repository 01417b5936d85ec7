package dev.payonce.api.cli;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.redis.RedisIdempotencyCache;
import dev.payonce.settings.Installation;
import dev.payonce.settings.Program;
import dev.payonce.settings.SettingsReader;
import dev.payonce.temporal.TemporalConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The checks of the systems behind the API, with the API's own settings. Each ends within 15 s. */
final class DoctorChecks {

    private static final Duration WITHIN = Duration.ofSeconds(15);

    private static final String QUERY =
            "PaymentStatus = 'STALLED' AND PaymentReason = 'doctor' AND Gateway = 'doctor' AND Store = 'doctor'";

    private DoctorChecks() {}

    /** A call that throws where something is wrong. */
    private interface Call {
        String says() throws Exception;
    }

    static List<Check> of(Map<String, String> environment) {
        SettingsReader reading = new SettingsReader(environment);
        Installation installation = Installation.read(reading, Program.API);
        try {
            reading.complete();
        } catch (SettingsReader.Incomplete faults) {
            return List.of(new Check(
                    "settings",
                    false,
                    String.valueOf(faults.getMessage()).replaceAll("\\s+", " "),
                    "Correct them first"));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("settings", true, "complete", ""));
        checks.addAll(mysql(installation));
        checks.add(check("Redis", "Check PAYONCE_REDIS_URL; without Redis Payonce is slower, and right", () -> {
            try (RedisIdempotencyCache redis = new RedisIdempotencyCache(
                    installation.redisUrl().value(),
                    installation.store().instance(),
                    installation.cacheSeal(),
                    new SimpleMeterRegistry())) {
                return answering(redis);
            }
        }));
        checks.addAll(temporal(installation));
        for (GatewayModule gateway : installation.gateways()) {
            checks.add(check(
                    "key of " + gateway.account(),
                    "Set a key that is valid and may read the account",
                    () -> "acts for " + gateway.accountId()));
            checks.add(RightsCheck.of(gateway.account(), gateway::unreadable));
            checks.add(WebhookCheck.of(gateway.account(), gateway::webhookEndpoints));
        }
        return checks;
    }

    private static List<Check> mysql(Installation installation) {
        try (Database database = Database.open(
                installation.database().url(),
                installation.database().user(),
                installation.database().password().value(),
                1,
                new SimpleMeterRegistry())) {
            return List.of(
                    check("MySQL", "Check PAYONCE_DATABASE_URL, user and password", () -> {
                        database.check();
                        return "answers";
                    }),
                    check(
                            "ledger and its rights",
                            "Run the worker's command migrate, then deploy/mysql/users.sql and ledger.sql",
                            () -> {
                                new ReviewTable(new TableNames(installation.store()))
                                        .oldest(
                                                database.sql(),
                                                installation.store().store(),
                                                1);
                                return "answers";
                            }));
        }
    }

    private static List<Check> temporal(Installation installation) {
        try (TemporalConnection temporal = new TemporalConnection(installation.temporal(), new SimpleMeterRegistry())) {
            return List.of(
                    check("Temporal", "Check TEMPORAL_ADDRESS, namespace and key", () -> {
                        temporal.check(WITHIN);
                        return "answers";
                    }),
                    check(
                            "search attributes",
                            "Create PaymentStatus, PaymentReason, Gateway and Store, each of type Keyword",
                            () -> {
                                temporal.client().countWorkflows(QUERY);
                                return "answers";
                            }));
        }
    }

    /** Asks at most five times: a first connection, in a process that has just started, may take longer than its bound. */
    private static String answering(RedisIdempotencyCache redis) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                redis.ping();
                return "answers";
            } catch (IOException notYet) {
                if (tries == 5) {
                    throw notYet;
                }
                Thread.sleep(200);
            }
        }
    }

    /** Names the kind of a failure only: its text may quote a secret. */
    private static Check check(String name, String remedy, Call call) {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var result = thread.submit(call::says);
            try {
                return new Check(name, true, result.get(WITHIN.toSeconds(), TimeUnit.SECONDS), "");
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                return new Check(name, false, "failed: " + cause.getClass().getSimpleName(), remedy);
            } catch (TimeoutException late) {
                result.cancel(true);
                return new Check(name, false, "did not answer within " + WITHIN.toSeconds() + " s", remedy);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return new Check(name, false, "stopped", remedy);
            }
        }
    }
}
