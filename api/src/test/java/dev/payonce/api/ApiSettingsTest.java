package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.process.StartupLine;
import dev.payonce.settings.Program;
import dev.payonce.settings.SettingCatalogue;
import dev.payonce.settings.SettingsReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ApiSettingsTest {

    private final Map<String, String> environment = environment();

    @Test
    void theCatalogueHasTheSettingsThatAreReadAndNoOthers() throws Exception {
        SettingsReader reading = new SettingsReader(environment);
        ApiSettings.read(reading);

        assertThat(SettingCatalogue.rows(Program.API))
                .extracting(SettingCatalogue.Row::name)
                .containsExactlyInAnyOrderElementsOf(reading.read());
    }

    @Test
    void theDefaultsOfTheCatalogueAreThoseOfTheCode() throws Exception {
        String without = ApiSettings.read(environment).toString();
        for (SettingCatalogue.Row row : SettingCatalogue.rows(Program.API)) {
            if (row.exact().isPresent()) {
                Map<String, String> explicit = new HashMap<>(environment);
                explicit.putIfAbsent(row.name(), row.exact().orElseThrow());
                assertThat(ApiSettings.read(explicit)).as(row.name()).asString().isEqualTo(without);
            }
        }
    }

    @Test
    void missingSettingsAreNamedAllAtOnce() {
        assertThatThrownBy(() -> ApiSettings.read(Map.of()))
                .isInstanceOf(SettingsReader.Incomplete.class)
                .hasMessageContainingAll(
                        "PAYONCE_DATABASE_URL is missing",
                        "PAYONCE_DATABASE_USER is missing",
                        "PAYONCE_DATABASE_PASSWORD is missing",
                        "PAYONCE_CACHE_SECRET is missing",
                        "STRIPE_SECRET_KEY is missing",
                        "STRIPE_WEBHOOK_SECRETS is missing",
                        "PAYONCE_STORE_TOKENS is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "TEMPORAL_ADDRESS, localhost",
        "TEMPORAL_NAMESPACE, a b",
        "PAYONCE_STORE, Shop",
        "PAYONCE_DATABASE_URL, jdbc:mysql://user:hidden@host/wordpress",
        "PAYONCE_DATABASE_URL, jdbc:postgresql://host/wordpress",
        "PAYONCE_DATABASE_URL, jdbc:mysql://host",
        "PAYONCE_TABLE_PREFIX, wp-",
        "PAYONCE_REDIS_URL, http://127.0.0.1:6379",
        "PAYONCE_REDIS_URL, redis://cache",
        "PAYONCE_CACHE_SECRET, too-short",
        "PAYONCE_CACHE_SECRET, 00112233445566778899aabbccddeeff",
        "PAYONCE_CACHE_SECRET, '0011223344556677 8899aabbccddeeff 0011223344556677'",
        "PAYONCE_EFFECTS, php",
        "PAYONCE_LOCK, none",
        "PAYONCE_LOCK_NAME, no_number",
        "PAYONCE_LOCK_NAME, a_name_that_gets_too_long_once_the_number_is_put_in_{order}",
        "PAYONCE_LEDGER, a`b",
        "PAYONCE_STORE_TOKENS, a-token-itself-instead-of-its-hash",
        "PAYONCE_STORE_TOKENS, shop:pay:hidden",
        "PAYONCE_STORE_TOKENS, shop:pay+all:6003e28b63452fd73e5ebe235141a1397f741f1156f6b12b9f2e9bd60f301251",
        "PAYONCE_STORE_TOKENS, 6003e28b63452fd73e5ebe235141a1397f741f1156f6b12b9f2e9bd60f301251",
        "PAYONCE_REQUESTS_PER_SECOND, 10001",
        "PAYONCE_REQUESTS_AT_ONCE, 449",
        "PAYONCE_METRICS_PORT, 65536",
        "STRIPE_SECRET_KEY, pk_test_hidden",
        "STRIPE_WEBHOOK_SECRETS, 'whsec_hidden, hidden'",
        "STRIPE_API_BASE, https://api.stripe.com/v1",
        "STRIPE_ACCOUNT, cus_1",
        "PAYONCE_ANSWER_WITHIN, 1",
        "PAYONCE_ANSWER_WITHIN, 10s",
        "SERVER_PORT, 65536"
    })
    void aMalformedValueStopsTheStartAndIsNamedButNotResent(String name, String value) {
        environment.put(name, value);
        assertThatThrownBy(() -> ApiSettings.read(environment))
                .isInstanceOf(SettingsReader.Incomplete.class)
                .hasMessageContaining("\n  " + name + " ")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hidden", value));
    }

    @Test
    void aMalformedModeIsReportedOnce() {
        environment.put("PAYONCE_MODE", "observe");

        assertThatThrownBy(() -> ApiSettings.read(environment)).message().containsOnlyOnce("PAYONCE_MODE ");
    }

    @Test
    void onMostMachinesLittleHasToBeSaid() throws Exception {
        environment.remove("PAYONCE_REDIS_URL");
        ApiSettings settings = ApiSettings.read(environment);
        assertThat(settings.installation().temporal().address()).isEqualTo("127.0.0.1:7233");
        assertThat(settings.installation().redisUrl().value()).isEqualTo("redis://127.0.0.1:6379");
        assertThat(settings.installation().store().lockName()).isEqualTo("order_payment_lock_{order}");
        assertThat(settings.installation().store().prefix()).isEqualTo("wp_");
        assertThat(settings.installation().gateways()).asString().contains("stripe, test, https://api.stripe.com");
        assertThat(settings.answeredWithin()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.port()).isEqualTo(8080);
    }

    @Test
    void severalTokensMayHoldWhileOneReplacesAnother() {
        assertThat(valid().tokens()).hasSize(2);
    }

    @Test
    void theLineAtTheStartShowsVersionAndConfigurationAndNoSecret() {
        assertThat(StartupLine.of(ApiApplication.class, valid()))
                .startsWith("ApiApplication (not from a jar) starts with ApiSettings[")
                .contains("127.0.0.1:1/wordpress", "answeredWithin=PT10S", "tokens=[shop[")
                .doesNotContain("hidden", valid().tokens().getFirst().hash());
    }

    /** Keys in PEM are in {@link ServerTlsTest}. */
    @Test
    void noLineOfTheStartShowsTheValueOfASetting() throws Exception {
        environment.put("TEMPORAL_ADDRESS", "10.1.2.3:7233");
        environment.put("TEMPORAL_API_KEY", "hidden8");
        environment.put("PAYONCE_PAYLOAD_KEYS", "2026-11:" + "5ec4e7".repeat(11).substring(2));
        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://10.1.2.3:1/wordpress?sslMode=DISABLED&password=hidden1");
        environment.put("PAYONCE_REDIS_URL", "redis://user:hidden3@10.1.2.3:1");
        assertThat(SettingCatalogue.rows(Program.API))
                .extracting(SettingCatalogue.Row::name)
                .filteredOn(name -> name.matches(".*(_SECRETS?|PASSWORD|_KEYS?|TOKENS|_URL)"))
                .hasSizeGreaterThan(8)
                .filteredOn(
                        name -> !List.of("PAYONCE_TLS_KEY", "PAYONCE_SECRETS").contains(name))
                .isSubsetOf(environment.keySet());
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ApiApplication.class);
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            StartupLine.log(ApiApplication.class, ApiSettings.read(environment));
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list).as("the line and its warnings").hasSizeGreaterThan(2);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.matches(
                        "(?s).*(hidden|5ec4e7|" + valid().tokens().getFirst().hash() + ").*"));
    }

    /** Returns an environment that is complete. The two tokens are those of {@link RunningApi}. */
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://127.0.0.1:1/wordpress?password=hidden1");
        environment.put("PAYONCE_DATABASE_USER", "payonce");
        environment.put("PAYONCE_DATABASE_PASSWORD", "hidden2");
        environment.put("PAYONCE_CACHE_SECRET", "hidden7hidden7hidden7hidden7hidden7hidden7hidden");
        environment.put("PAYONCE_REDIS_URL", "redis://:hidden3@127.0.0.1:1");
        environment.put("STRIPE_SECRET_KEY", "sk_test_hidden4");
        environment.put("STRIPE_WEBHOOK_SECRETS", "whsec_hidden5,whsec_hidden6");
        environment.put(
                "PAYONCE_STORE_TOKENS",
                "shop:pay+refund+read+operate+decide+metrics:6003e28b63452fd73e5ebe235141a1397f741f1156f6b12b9f2e9bd60f301251,"
                        + "shop:pay+refund+read+operate+decide+metrics:45823b5fbca0d1e89f82919e08e218b1bf75045a231b386f99811f00d171b6cf");
        return environment;
    }

    static ApiSettings valid() {
        return read(environment());
    }

    static ApiSettings read(Map<String, String> environment) {
        try {
            return ApiSettings.read(environment);
        } catch (SettingsReader.Incomplete never) {
            throw new IllegalStateException(never);
        }
    }
}
