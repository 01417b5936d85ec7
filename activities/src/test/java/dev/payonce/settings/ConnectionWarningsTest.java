package dev.payonce.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of the connections that are verified by default, and of the warnings about those that are not. */
class ConnectionWarningsTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "PAYONCE_DATABASE_URL", "jdbc:mysql://127.0.0.1:3306/shop",
            "PAYONCE_DATABASE_USER", "payonce",
            "PAYONCE_DATABASE_PASSWORD", "hidden",
            "PAYONCE_CACHE_SECRET", "ab".repeat(32),
            "STRIPE_SECRET_KEY", "sk_test_hidden"));

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://127.0.0.1:3306/shop, jdbc:mysql://127.0.0.1:3306/shop",
        "jdbc:mysql://localhost/shop?x=1, jdbc:mysql://localhost/shop?x=1",
        "jdbc:mysql://db/shop, jdbc:mysql://db/shop?sslMode=VERIFY_IDENTITY",
        "jdbc:mysql://db.example:3306/shop?x=1, jdbc:mysql://db.example:3306/shop?x=1&sslMode=VERIFY_IDENTITY",
        "jdbc:mysql://10.0.0.7/shop?sslMode=REQUIRED, jdbc:mysql://10.0.0.7/shop?sslMode=REQUIRED",
        "'jdbc:mysql://127.0.0.1,10.0.0.7/shop', 'jdbc:mysql://127.0.0.1,10.0.0.7/shop?sslMode=VERIFY_IDENTITY'"
    })
    void theDatabaseIsVerifiedOffThisMachine(String given, String used) throws Exception {
        environment.put("PAYONCE_DATABASE_URL", given);

        assertThat(read().database().url()).isEqualTo(used);
    }

    @Test
    void nothingIsSaidAboutThisMachineAndVerifiedConnections() throws Exception {
        assertThat(read().warnings()).isEmpty();

        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://db.example/shop");
        environment.put("PAYONCE_REDIS_URL", "rediss://user:hidden@cache.example:6380");
        environment.put("TEMPORAL_ADDRESS", "temporal.example:7233");
        environment.put("TEMPORAL_TLS", "true");
        assertThat(read().warnings()).isEmpty();
    }

    @Test
    void eachConnectionThatOthersCouldReadOrAnswerIsNamed() throws Exception {
        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://db/shop?sslMode=REQUIRED");
        environment.put("PAYONCE_REDIS_URL", "redis://user:hidden@cache:6379");
        environment.put("TEMPORAL_ADDRESS", "temporal:7233");

        assertThat(read().warnings())
                .hasSize(3)
                .anyMatch(line -> line.contains("sslMode=VERIFY_IDENTITY in PAYONCE_DATABASE_URL"))
                .anyMatch(line -> line.contains("rediss://"))
                .anyMatch(line -> line.contains("Calls to Temporal are in plaintext"))
                .noneMatch(line -> line.contains("hidden"));

        environment.put("TEMPORAL_TLS", "true");
        environment.put("TEMPORAL_TLS_DISABLE_HOST_VERIFICATION", "true");
        assertThat(read().warnings()).anyMatch(line -> line.contains("Calls to Temporal are not verified"));
    }

    private Installation read() throws SettingsReader.Incomplete {
        SettingsReader reading = new SettingsReader(environment);
        Installation installation = Installation.read(reading, Program.WORKER);
        reading.complete();
        return installation;
    }
}
