package dev.payonce.sandbox.installation;

import java.util.Map;
import java.util.TreeMap;

/** The settings of worker and API, by the names that an operator would use. */
final class Environment {

    private Environment() {}

    /** Returns enough settings for a start that reaches no server. */
    static Map<String, String> ofNoServers() {
        Credentials credentials = Credentials.random();
        return Map.of(
                "PAYONCE_CACHE_SECRET", credentials.cacheSecret(),
                "PAYONCE_DATABASE_URL", "jdbc:mysql://127.0.0.1:9/shop",
                "PAYONCE_DATABASE_USER", "none",
                "PAYONCE_DATABASE_PASSWORD", "",
                "PAYONCE_REDIS_URL", "redis://127.0.0.1:9",
                "TEMPORAL_ADDRESS", "127.0.0.1:9",
                "PAYONCE_EFFECTS", "sql",
                "PAYONCE_STORE_TOKENS", credentials.tokens(),
                "STRIPE_SECRET_KEY", credentials.stripeKey(),
                "STRIPE_WEBHOOK_SECRETS", credentials.webhookSecrets());
    }

    static Map<String, String> of(Installation all, String store, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>();
        environment.putAll(all.wires().settings(all.store().schema()));
        environment.put("TEMPORAL_NAMESPACE", "default");
        environment.put("PAYONCE_STORE", store);
        environment.put("PAYONCE_DATABASE_USER", all.mysql().user());
        environment.put("PAYONCE_DATABASE_PASSWORD", all.mysql().password());
        environment.put("PAYONCE_TABLE_PREFIX", all.store().prefix());
        environment.put("PAYONCE_CACHE_SECRET", all.credentials().cacheSecret());
        environment.put("PAYONCE_EFFECTS", "sql");
        environment.put("PAYONCE_STORE_TOKENS", all.credentials().tokens());
        environment.put("STRIPE_SECRET_KEY", all.credentials().stripeKey());
        environment.put("STRIPE_WEBHOOK_SECRETS", all.credentials().webhookSecrets());
        environment.put("SERVER_PORT", Integer.toString(all.apiPort()));
        environment.put("PAYONCE_WORKER_PORT", Integer.toString(all.workerPort()));
        environment.putAll(more);
        return environment;
    }
}
