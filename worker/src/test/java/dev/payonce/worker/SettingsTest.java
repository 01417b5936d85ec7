package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.settings.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Map<String, String> environment = TestSettings.environment();

    @Test
    void theNamesOfTheSettingsArePinned() throws Exception {
        Set<String> asked = new TreeSet<>();
        Settings.read(name -> {
            asked.add(name);
            return environment.get(name);
        });
        assertThat(asked)
                .containsExactly(
                        "PAYONCE_ACCEPT_MODE",
                        "PAYONCE_ACCEPT_SITE",
                        "PAYONCE_ACCEPT_TABLES",
                        "PAYONCE_DATABASE_PASSWORD",
                        "PAYONCE_DATABASE_URL",
                        "PAYONCE_DATABASE_USER",
                        "PAYONCE_EFFECTS",
                        "PAYONCE_LEDGER",
                        "PAYONCE_LOCK",
                        "PAYONCE_LOCK_NAME",
                        "PAYONCE_REDIS_URL",
                        "PAYONCE_STORE",
                        "PAYONCE_SWEEP_EVERY",
                        "PAYONCE_TABLE_PREFIX",
                        "PAYONCE_WORKER_PORT",
                        "STRIPE_ACCOUNT",
                        "STRIPE_API_BASE",
                        "STRIPE_SECRET_KEY",
                        "TEMPORAL_ADDRESS",
                        "TEMPORAL_NAMESPACE");
    }

    @Test
    void whatIsMissingIsNamedAllAtOnce() {
        assertThatThrownBy(() -> Settings.read(name -> null))
                .isInstanceOf(Reading.Incomplete.class)
                .hasMessageContainingAll("PAYONCE_DATABASE_URL", "PAYONCE_DATABASE_PASSWORD", "STRIPE_SECRET_KEY");
    }

    @Test
    void whatAnOperatorAcceptsIsHandedOn() throws Exception {
        environment.put("PAYONCE_ACCEPT_SITE", "https://new.example");
        assertThat(Settings.read(environment::get).accepted().site()).isEqualTo(Optional.of("https://new.example"));
    }

    /** Once only the API was told: it took the account's events, and the worker asked the platform about them. */
    @Test
    void theConnectedAccountWhoseEventsAreTakenIsAlsoTheOneThatIsAsked() throws Exception {
        environment.put("STRIPE_ACCOUNT", "acct_1Connected");
        assertThat(Settings.read(environment::get).installation().stripe().connected())
                .contains("acct_1Connected");
    }

    @Test
    void noSecretIsShown() {
        assertThat(TestSettings.valid().toString()).contains("127.0.0.1:1").doesNotContain("hidden");
    }
}
