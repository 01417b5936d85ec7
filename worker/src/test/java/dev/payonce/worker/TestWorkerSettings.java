package dev.payonce.worker;

import dev.payonce.settings.SettingsReader;
import java.util.HashMap;
import java.util.Map;

/** An environment that is complete, with addresses at which no server listens. */
final class TestWorkerSettings {

    private TestWorkerSettings() {}

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:1");
        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://127.0.0.1:1/wordpress?password=hidden1");
        environment.put("PAYONCE_DATABASE_USER", "payonce");
        environment.put("PAYONCE_DATABASE_PASSWORD", "hidden2");
        environment.put("PAYONCE_CACHE_SECRET", "hidden7hidden7hidden7hidden7hidden7hidden7hidden");
        environment.put("PAYONCE_REDIS_URL", "redis://:hidden3@127.0.0.1:1");
        environment.put("STRIPE_SECRET_KEY", "sk_test_hidden4");
        environment.put("PAYONCE_WORKER_PORT", "0");
        return environment;
    }

    static WorkerSettings valid() {
        try {
            return WorkerSettings.read(environment());
        } catch (SettingsReader.Incomplete never) {
            throw new IllegalStateException(never);
        }
    }
}
