package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.money.Money;
import dev.payonce.process.StartupLine;
import dev.payonce.reconcile.Policy;
import dev.payonce.review.FourEyes;
import dev.payonce.settings.Program;
import dev.payonce.settings.SettingCatalogue;
import dev.payonce.settings.SettingsReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSettingsTest {

    private final Map<String, String> environment = environment();

    @Test
    void theCatalogueHasTheSettingsThatAreReadAndNoOthers() throws Exception {
        SettingsReader reading = new SettingsReader(environment);
        WorkerSettings.read(reading);

        assertThat(SettingCatalogue.rows(Program.WORKER))
                .extracting(SettingCatalogue.Row::name)
                .containsExactlyInAnyOrderElementsOf(reading.read());
    }

    @Test
    void theDefaultsOfTheCatalogueAreThoseOfTheCode() throws Exception {
        String without = WorkerSettings.read(environment).toString();
        for (SettingCatalogue.Row row : SettingCatalogue.rows(Program.WORKER)) {
            if (row.exact().isPresent()) {
                Map<String, String> explicit = new HashMap<>(environment);
                explicit.putIfAbsent(row.name(), row.exact().orElseThrow());
                assertThat(WorkerSettings.read(explicit))
                        .as(row.name())
                        .asString()
                        .isEqualTo(without);
            }
        }
    }

    @Test
    void missingSettingsAreNamedAllAtOnce() {
        assertThatThrownBy(() -> WorkerSettings.read(Map.of()))
                .isInstanceOf(SettingsReader.Incomplete.class)
                .hasMessageContainingAll("PAYONCE_DATABASE_URL", "PAYONCE_DATABASE_PASSWORD", "STRIPE_SECRET_KEY");
    }

    @Test
    void theMerchantsSettingsAreHandedOnAndTheOthersHaveTheirDefaults() throws Exception {
        assertThat(WorkerSettings.read(environment).terms()).isEqualTo(Policy.Terms.DEFAULT);

        environment.put("PAYONCE_LATE_SUCCESS", "refund");
        environment.put("PAYONCE_DUPLICATE_PAYMENT", "review");
        environment.put("PAYONCE_REFUNDS_PER_HOUR", "0");
        environment.put("PAYONCE_DISPUTES", "note");
        environment.put("PAYONCE_AUTHORIZATION_LAPSING", "capture");
        environment.put("PAYONCE_TWIN_ORDERS", "review");
        environment.put("PAYONCE_RECEIPT_EMAIL", "true");
        environment.put("PAYONCE_STATEMENT_SUFFIX", "Order {order}");
        environment.put("PAYONCE_AUTHORIZED_WHEN_PROCESSING", "review");
        environment.put("PAYONCE_INQUIRY", "hold");
        environment.put("PAYONCE_FRAUD_SIGNS", "note");
        environment.put("PAYONCE_DECLINES_PER_HOUR", "3");
        environment.put("PAYONCE_FOUR_EYES_ABOVE", "500 EUR,40000 JPY");
        environment.put("PAYONCE_REFRESH_FIRST", "5");
        environment.put("PAYONCE_REFRESH_LONGEST", "60");

        assertThat(WorkerSettings.read(environment).terms())
                .isEqualTo(new Policy.Terms(
                        Policy.LateSuccess.REFUND,
                        Policy.DuplicatePayment.REVIEW,
                        0,
                        Policy.Disputes.NOTE,
                        new Policy.RefreshIntervals(Duration.ofSeconds(5), Duration.ofMinutes(1)),
                        Policy.Lapsing.CAPTURE,
                        Policy.Twins.REVIEW,
                        Policy.WhenProcessing.REVIEW,
                        Policy.Inquiry.HOLD,
                        3,
                        new Policy.ShopperNotice(true, "Order {order}"),
                        Policy.FraudSigns.NOTE,
                        new FourEyes(List.of(new Money(50_000, "EUR"), new Money(40_000, "JPY")))));
    }

    @ParameterizedTest
    @CsvSource({
        "PAYONCE_LATE_SUCCESS, REFUND, 'one of reopen, refund, review'",
        "PAYONCE_DUPLICATE_PAYMENT, reopen, 'one of refund, review'",
        "PAYONCE_TWIN_ORDERS, never, 'one of refuse, review, off'",
        "PAYONCE_RECEIPT_EMAIL, yes, true or false",
        "PAYONCE_STATEMENT_SUFFIX, <b>, letters",
        "PAYONCE_STATEMENT_SUFFIX, 1001, a letter",
        "PAYONCE_REFUNDS_PER_HOUR, -1, a whole number from 0",
        "PAYONCE_REFUNDS_PER_HOUR, 10001, to 10000",
        "PAYONCE_DISPUTES, ignore, 'one of status, note'",
        "PAYONCE_INQUIRY, status, 'one of note, hold'",
        "PAYONCE_DECLINES_PER_HOUR, -1, 'a whole number from 0, which is no bound'",
        "PAYONCE_FOUR_EYES_ABOVE, 750, 'an amount for each currency'",
        "PAYONCE_FOUR_EYES_ABOVE, '500 EUR, 400 EUR', 'an amount for each currency'",
        "PAYONCE_FOUR_EYES_ABOVE, 500 XXX, 'an amount for each currency'",
        "PAYONCE_AUTHORIZATION_LAPSING, wait, 'one of review, capture, void'",
        "PAYONCE_REFRESH_FIRST, 4, '5 to 3600'",
        "PAYONCE_REFRESH_FIRST, 601, PAYONCE_REFRESH_LONGEST is shorter than",
        "PAYONCE_REFRESH_LONGEST, 3601, '5 to 3600'",
        "PAYONCE_CACHED_WORKFLOWS, 9, '10 to 100000'",
        "PAYONCE_BUILD_ID, '0.2 beta', 'up to 60 letters'",
        "PAYONCE_OPERATORS, temporal, 'both, or api'",
        "PAYONCE_GATEWAY_PER_SECOND, 0, '1 to 1000'",
        "PAYONCE_GATEWAY_PER_SECOND, 1001, '1 to 1000'"
    })
    void aWordThatIsNotKnownStopsTheStartAndTheKnownOnesAreNamed(String name, String value, String expected) {
        environment.put(name, value);

        assertThatThrownBy(() -> WorkerSettings.read(environment))
                .isInstanceOf(SettingsReader.Incomplete.class)
                .hasMessageContainingAll(name, expected)
                .hasMessageNotContaining(value + " ");
    }

    @Test
    void theRateLimitIsBelowTheGatewaysUnlessItIsSet() throws Exception {
        assertThat(WorkerSettings.read(environment).gatewayPerSecond()).isEqualTo(20);

        environment.put("PAYONCE_GATEWAY_PER_SECOND", "80");
        assertThat(WorkerSettings.read(environment).gatewayPerSecond()).isEqualTo(80);
    }

    @Test
    void theOperatorsAcceptedValuesAreHandedOn() throws Exception {
        environment.put("PAYONCE_ACCEPT_SITE", "https://new.example");
        assertThat(WorkerSettings.read(environment).accepted().site()).isEqualTo(Optional.of("https://new.example"));
    }

    /**
     * Once only the API knew the account: it took the account's events, and the worker asked the platform about
     * them.
     */
    @Test
    void theConnectedAccountWhoseEventsAreTakenIsAlsoTheOneThatIsAsked() throws Exception {
        environment.put("STRIPE_ACCOUNT", "acct_1Connected");
        assertThat(WorkerSettings.read(environment).installation().gateways())
                .extracting(GatewayModule::identity)
                .containsExactly("acct_1Connected");
    }

    @Test
    void theLineAtTheStartShowsVersionAndConfigurationAndNoSecret() {
        assertThat(StartupLine.of(WorkerApplication.class, valid()))
                .startsWith("WorkerApplication (not from a jar) starts with WorkerSettings[")
                .contains("127.0.0.1:1", "sweepEvery=PT5M", "gatewayPerSecond=20")
                .doesNotContain("hidden");
    }

    /** Keys in PEM are in the API's tests; both processes log the same line. */
    @Test
    void noLineOfTheStartShowsTheValueOfASecretSetting() throws Exception {
        environment.put("TEMPORAL_API_KEY", "hidden8");
        environment.put("PAYONCE_PLUGIN_SECRET", "hidden9hidden9hidden9");
        environment.put("PAYONCE_PAYLOAD_KEYS", "2026-11:" + "5ec4e7".repeat(11).substring(2));
        assertThat(SettingCatalogue.rows(Program.WORKER))
                .extracting(SettingCatalogue.Row::name)
                .filteredOn(name -> name.matches(".*(_SECRET|PASSWORD|_KEYS?|_URL)"))
                .hasSizeGreaterThan(7)
                .isSubsetOf(environment.keySet());
        WorkerSettings settings = WorkerSettings.read(environment);

        assertThat(StartupLine.of(WorkerApplication.class, settings)
                        + settings.installation().warnings())
                .doesNotContain("hidden", "5ec4e7");
    }

    /** Returns an environment that is complete, with addresses at which no server listens. */
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
