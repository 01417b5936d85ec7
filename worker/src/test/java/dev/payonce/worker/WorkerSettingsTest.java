package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.process.StartupLine;
import dev.payonce.reconcile.Policy;
import dev.payonce.settings.SettingsReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSettingsTest {

    private final Map<String, String> environment = TestWorkerSettings.environment();

    @Test
    void theNamesOfTheSettingsArePinned() throws Exception {
        Set<String> asked = new TreeSet<>();
        WorkerSettings.read(name -> {
            asked.add(name);
            return environment.get(name);
        });
        assertThat(asked)
                .containsExactly(
                        "PAYONCE_ACCEPT_ACCOUNT",
                        "PAYONCE_ACCEPT_EFFECTS",
                        "PAYONCE_ACCEPT_MODE",
                        "PAYONCE_ACCEPT_SITE",
                        "PAYONCE_ACCEPT_TABLES",
                        "PAYONCE_AUTHORIZATION_LAPSING",
                        "PAYONCE_AUTHORIZED_WHEN_PROCESSING",
                        "PAYONCE_CACHED_WORKFLOWS",
                        "PAYONCE_CACHE_SECRET",
                        "PAYONCE_DATABASE_PASSWORD",
                        "PAYONCE_DATABASE_URL",
                        "PAYONCE_DATABASE_USER",
                        "PAYONCE_DISPUTES",
                        "PAYONCE_DUPLICATE_PAYMENT",
                        "PAYONCE_EFFECTS",
                        "PAYONCE_GATEWAYS",
                        "PAYONCE_GATEWAY_PER_SECOND",
                        "PAYONCE_LATE_SUCCESS",
                        "PAYONCE_LEDGER",
                        "PAYONCE_LOCK",
                        "PAYONCE_LOCK_NAME",
                        "PAYONCE_MODE",
                        "PAYONCE_PLUGIN_ADDRESS",
                        "PAYONCE_PLUGIN_SECRET",
                        "PAYONCE_REDIS_URL",
                        "PAYONCE_REFRESH_FIRST",
                        "PAYONCE_REFRESH_LONGEST",
                        "PAYONCE_REFUNDS_PER_HOUR",
                        "PAYONCE_STORE",
                        "PAYONCE_SWEEP_EVERY",
                        "PAYONCE_TABLE_PREFIX",
                        "PAYONCE_TWIN_ORDERS",
                        "PAYONCE_WORKER_PORT",
                        "STRIPE_ACCOUNT",
                        "STRIPE_API_BASE",
                        "STRIPE_SECRET_KEY",
                        "TEMPORAL_ADDRESS",
                        "TEMPORAL_NAMESPACE");
    }

    @Test
    void whatIsMissingIsNamedAllAtOnce() {
        assertThatThrownBy(() -> WorkerSettings.read(name -> null))
                .isInstanceOf(SettingsReader.Incomplete.class)
                .hasMessageContainingAll("PAYONCE_DATABASE_URL", "PAYONCE_DATABASE_PASSWORD", "STRIPE_SECRET_KEY");
    }

    @Test
    void whatTheMerchantWantsIsHandedOnAndWhatIsLeftOutIsTheUsual() throws Exception {
        assertThat(WorkerSettings.read(environment::get).terms()).isEqualTo(Policy.Terms.DEFAULT);

        environment.put("PAYONCE_LATE_SUCCESS", "refund");
        environment.put("PAYONCE_DUPLICATE_PAYMENT", "review");
        environment.put("PAYONCE_REFUNDS_PER_HOUR", "0");
        environment.put("PAYONCE_DISPUTES", "note");
        environment.put("PAYONCE_AUTHORIZATION_LAPSING", "capture");
        environment.put("PAYONCE_TWIN_ORDERS", "review");
        environment.put("PAYONCE_AUTHORIZED_WHEN_PROCESSING", "review");
        environment.put("PAYONCE_REFRESH_FIRST", "5");
        environment.put("PAYONCE_REFRESH_LONGEST", "60");

        assertThat(WorkerSettings.read(environment::get).terms())
                .isEqualTo(new Policy.Terms(
                        Policy.LateSuccess.REFUND,
                        Policy.DuplicatePayment.REVIEW,
                        0,
                        Policy.Disputes.NOTE,
                        new Policy.RefreshIntervals(Duration.ofSeconds(5), Duration.ofMinutes(1)),
                        Policy.Lapsing.CAPTURE,
                        Policy.Twins.REVIEW,
                        Policy.WhenProcessing.REVIEW));
    }

    @ParameterizedTest
    @CsvSource({
        "PAYONCE_LATE_SUCCESS, REFUND, 'one of reopen, refund, review'",
        "PAYONCE_DUPLICATE_PAYMENT, reopen, 'one of refund, review'",
        "PAYONCE_TWIN_ORDERS, never, 'one of refuse, review, off'",
        "PAYONCE_REFUNDS_PER_HOUR, -1, a whole number from 0",
        "PAYONCE_REFUNDS_PER_HOUR, 10001, to 10000",
        "PAYONCE_DISPUTES, ignore, 'one of status, note'",
        "PAYONCE_AUTHORIZATION_LAPSING, wait, 'one of review, capture, void'",
        "PAYONCE_REFRESH_FIRST, 4, '5 to 3600'",
        "PAYONCE_REFRESH_FIRST, 601, PAYONCE_REFRESH_LONGEST is shorter than",
        "PAYONCE_REFRESH_LONGEST, 3601, '5 to 3600'",
        "PAYONCE_CACHED_WORKFLOWS, 9, '10 to 100000'",
        "PAYONCE_GATEWAY_PER_SECOND, 0, '1 to 1000'",
        "PAYONCE_GATEWAY_PER_SECOND, 1001, '1 to 1000'"
    })
    void aWordThatIsNotKnownStopsTheStartAndTheKnownOnesAreNamed(String name, String value, String expected) {
        environment.put(name, value);

        assertThatThrownBy(() -> WorkerSettings.read(environment::get))
                .isInstanceOf(SettingsReader.Incomplete.class)
                .hasMessageContainingAll(name, expected)
                .hasMessageNotContaining(value + " ");
    }

    @Test
    void theRateLimitIsBelowTheGatewaysUnlessItIsSet() throws Exception {
        assertThat(WorkerSettings.read(environment::get).gatewayPerSecond()).isEqualTo(20);

        environment.put("PAYONCE_GATEWAY_PER_SECOND", "80");
        assertThat(WorkerSettings.read(environment::get).gatewayPerSecond()).isEqualTo(80);
    }

    @Test
    void whatAnOperatorAcceptsIsHandedOn() throws Exception {
        environment.put("PAYONCE_ACCEPT_SITE", "https://new.example");
        assertThat(WorkerSettings.read(environment::get).accepted().site())
                .isEqualTo(Optional.of("https://new.example"));
    }

    /**
     * Once only the API knew the account: it took the account's events, and the worker asked the platform about
     * them.
     */
    @Test
    void theConnectedAccountWhoseEventsAreTakenIsAlsoTheOneThatIsAsked() throws Exception {
        environment.put("STRIPE_ACCOUNT", "acct_1Connected");
        assertThat(WorkerSettings.read(environment::get).installation().gateways())
                .extracting(GatewayModule::identity)
                .containsExactly("acct_1Connected");
    }

    @Test
    void theLineAtTheStartShowsVersionAndConfigurationAndNoSecret() {
        assertThat(StartupLine.of(WorkerApplication.class, TestWorkerSettings.valid()))
                .startsWith("WorkerApplication (not from a jar) starts with WorkerSettings[")
                .contains("127.0.0.1:1", "sweepEvery=PT5M", "gatewayPerSecond=20")
                .doesNotContain("hidden");
    }
}
