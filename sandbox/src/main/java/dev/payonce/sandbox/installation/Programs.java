package dev.payonce.sandbox.installation;

import dev.payonce.servers.QuickStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The place of the jars of worker and API. */
@FunctionalInterface
public interface Programs {

    /** The jars as the build leaves them, and as a user starts them. */
    Programs BUILT = program -> Path.of(program + "/target/payonce-" + program + ".jar");

    /** The jars unpacked for a quick start, for the demo and for tests. */
    Programs QUICK = program -> QuickStart.of(BUILT.jar(program), noServers());

    /** @param program {@code worker} or {@code api} */
    Path jar(String program);

    /** Makes the files that a first quick start would make. */
    static void prepare() {
        List.of("worker", "api").parallelStream().forEach(QUICK::jar);
    }

    /** Returns enough settings for a start that reaches no server. */
    private static Map<String, String> noServers() {
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
}
