package dev.payonce.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.settings.SettingsReader.Incomplete;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "PAYONCE_DATABSE_URL, PAYONCE_DATABASE_URL",
        "PAYONCE_REFUND_PER_HOUR, PAYONCE_REFUNDS_PER_HOUR",
        "PAYONCE_STORE_TOKEN, PAYONCE_STORE_TOKENS",
        "PAYONCE_CACHE_SECRETS_FILE, PAYONCE_CACHE_SECRET_FILE",
        "PAYONCE_TLS_CERTIFICAT, PAYONCE_TLS_CERTIFICATE",
        "SERVER_SSL_CERTIFICATE, PAYONCE_TLS_CERTIFICATE",
        "STRIPE_WEBHOOK_SECRET, STRIPE_WEBHOOK_SECRETS",
        "STRIPE_EU_SECRET_KEY, STRIPE_SECRET_KEY",
        "TEMPORAL_ADRESS, TEMPORAL_ADDRESS"
    })
    void aNameThatIsNoSettingStopsTheStartAndTheNearestOneIsNamed(String name, String nearest) {
        environment.put(name, "hidden");

        assertThatThrownBy(this::read)
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining(name + " is no setting: is it " + nearest + "?")
                .hasMessageNotContaining("hidden");
    }

    /** One environment often serves worker, API and scripts, and Kubernetes adds the names of its services. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PAYONCE_STORE_TOKENS",
                "PAYONCE_SWEEP_EVERY",
                "PAYONCE_SIGNING_KEY",
                "STRIPE_SECRET_KEY_FILE",
                "TEMPORAL_SERVICE_HOST",
                "TEMPORAL_PORT_7233_TCP_ADDR",
                "PAYONCE_API_SERVICE_PORT_HTTP",
                "PATH"
            })
    void aNameOfAnotherProgramIsLeftAlone(String name) {
        environment.put(name, "value");

        assertThatCode(this::read).doesNotThrowAnyException();
    }

    @Test
    void aSecretMayComeFromAFileWhoseLastLineBreakIsNotPartOfIt() throws Exception {
        SettingsReader reading = from(" s p a c e \n");

        assertThat(reading.secret("PAYONCE_DATABASE_PASSWORD", "a password").value())
                .isEqualTo(" s p a c e ");
        reading.complete();
    }

    @Test
    void linesOfAFileAreSeveralValues() throws Exception {
        SettingsReader reading = from("one\ntwo\n");

        assertThat(reading.required(
                        "PAYONCE_DATABASE_PASSWORD",
                        java.util.List.<String>of(),
                        "words",
                        SettingsReader.each(SettingsReader.matching("[a-z]+"))))
                .containsExactly("one", "two");
    }

    @Test
    void aFileThatCannotBeReadStopsTheStartAndItsPathIsNotShown() {
        environment.put("PAYONCE_DATABASE_PASSWORD_FILE", "hidden-instead-of-a-path");

        assertThatThrownBy(() -> password().complete())
                .hasMessageContaining("PAYONCE_DATABASE_PASSWORD_FILE cannot be used")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aFileOfUnlimitedLengthIsNotReadToItsEnd() {
        environment.put("PAYONCE_DATABASE_PASSWORD_FILE", "/dev/zero");

        assertThatThrownBy(() -> password().complete()).hasMessageContaining("at most 65536 bytes");
    }

    /** Docker and Kubernetes mount secrets so; Kubernetes links each to a folder of its version. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "payonce-database-password",
                "PAYONCE_DATABASE_PASSWORD",
                "payonce.database.password",
                "payonce_database_password"
            })
    void aFileOfTheFolderOfSecretsIsTheSettingOfItsName(String name) throws Exception {
        Path version = Files.createDirectory(folder.resolve("..2026_11"));
        Files.writeString(version.resolve(name), "hidden\n");
        Files.createSymbolicLink(folder.resolve(name), Path.of("..2026_11", name));
        Files.writeString(folder.resolve("ca.pem"), "not a setting");
        environment.put("PAYONCE_SECRETS", folder.toString());

        SettingsReader reading = new SettingsReader(environment);
        assertThat(reading.secret("PAYONCE_DATABASE_PASSWORD", "a password").value())
                .isEqualTo("hidden");
        assertThat(reading.fileOf("PAYONCE_DATABASE_PASSWORD")).hasValue(folder.resolve(name));
        reading.complete();
    }

    @Test
    void aFileThatIsNoSettingASecondValueAndAMissingFolderStopTheStart() throws Exception {
        Files.writeString(folder.resolve("payonce-databse-password"), "hidden");
        Files.writeString(folder.resolve("stripe-secret-key"), "hidden");
        environment.put("STRIPE_SECRET_KEY_FILE", "/run/hidden");
        environment.put("PAYONCE_SECRETS", folder.toString());

        assertThatThrownBy(this::read)
                .hasMessageContaining("PAYONCE_DATABSE_PASSWORD_FILE is no setting")
                .hasMessageContaining("STRIPE_SECRET_KEY_FILE is set twice, also by a file in PAYONCE_SECRETS")
                .hasMessageNotContaining("hidden");

        environment.put("PAYONCE_SECRETS", "hidden-instead-of-a-folder");
        assertThatThrownBy(this::read)
                .hasMessageContaining("PAYONCE_SECRETS cannot be used")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aSettingThatIsGivenTwiceStopsTheStart() throws Exception {
        environment.put("PAYONCE_DATABASE_PASSWORD", "hidden");
        from("hidden");

        assertThatThrownBy(() -> password().complete())
                .hasMessageContaining("PAYONCE_DATABASE_PASSWORD is set twice")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "02", "60"})
    void aWholeNumberMayBeEitherBound(String number) {
        assertThat(SettingsReader.whole(2, 60).parse(number)).contains(Integer.valueOf(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "61", "-2", "+2", "2.0", "060", "99999999999999999999"})
    void aWholeNumberBeyondItsBoundsOrOfMoreDigitsIsMalformed(String number) {
        assertThat(SettingsReader.whole(2, 60).parse(number)).isEmpty();
    }

    private SettingsReader from(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), content);
        environment.put("PAYONCE_DATABASE_PASSWORD_FILE", file.toString());
        return new SettingsReader(environment);
    }

    private SettingsReader password() {
        SettingsReader reading = new SettingsReader(environment);
        reading.secret("PAYONCE_DATABASE_PASSWORD", "a password");
        return reading;
    }

    private void read() throws Incomplete {
        SettingsReader reading = new SettingsReader(environment);
        reading.prefix("STRIPE_");
        reading.complete();
    }
}
