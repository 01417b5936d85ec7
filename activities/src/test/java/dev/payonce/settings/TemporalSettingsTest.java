package dev.payonce.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalSettingsTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    /** Attackers who reached Temporal's port once refunded 125.31 EUR, and no token was asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"temporal.example:7233", "203.0.113.7:7233", "[2001:db8::1]:7233", "a.tmprl.cloud:7233"})
    void plaintextToAPublicHostStopsTheStart(String address) throws Exception {
        environment.put("TEMPORAL_ADDRESS", address);
        assertThatThrownBy(this::read).hasMessageContaining("TEMPORAL_ADDRESS cannot be used without TLS");

        environment.put("TEMPORAL_TLS", "true");
        assertThat(read()).asString().contains("tls=on");
        environment.remove("TEMPORAL_TLS");

        environment.put("PAYONCE_TEMPORAL_PLAINTEXT", "accept");
        assertThat(read()).asString().contains("tls=off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:7233",
                "localhost:7233",
                "temporal:7233",
                "temporal.payments.svc.cluster.local:7233",
                "10.1.2.3:7233",
                "192.168.1.9:7233",
                "[::1]:7233",
                "[fd00::7]:7233"
            })
    void plaintextStaysPossibleOnThisMachineAndInAPrivateNetwork(String address) {
        environment.put("TEMPORAL_ADDRESS", address);

        assertThatCode(this::read).doesNotThrowAnyException();
    }

    @Test
    void anApiKeyIsNeverSentInPlaintextOffThisMachine() throws Exception {
        environment.put("TEMPORAL_API_KEY", "hidden");
        environment.put("TEMPORAL_ADDRESS", "10.1.2.3:7233");
        assertThat(read()).asString().contains("tls=on");

        environment.put("TEMPORAL_TLS", "false");
        assertThatThrownBy(this::read)
                .hasMessageContaining("TEMPORAL_API_KEY cannot be used with TEMPORAL_TLS=false")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "TEMPORAL_TLS, yes, TEMPORAL_TLS cannot be used",
        "TEMPORAL_TLS_CLIENT_CERT_PATH, /nowhere/hidden, TEMPORAL_TLS_CLIENT_CERT_PATH cannot be used",
        "TEMPORAL_TLS_SERVER_CA_CERT_DATA, -----BEGIN hidden, 'TEMPORAL_TLS_… cannot be used'",
        "TEMPORAL_CONFIG_FILE, /nowhere/hidden, TEMPORAL_CONFIG_FILE cannot be used",
        "TEMPORAL_PROFILE, hidden, TEMPORAL_PROFILE cannot be used"
    })
    void aFaultOfTheTlsSettingsIsNamedAndNotRepeated(String name, String value, String expected) {
        environment.put(name, value);

        assertThatThrownBy(this::read).hasMessageContaining(expected).hasMessageNotContaining("hidden");
    }

    @Test
    void anUnknownKeyOfTheConfigFileStopsTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("t.toml"), "[profile.default]\nadress = \"127.0.0.1:1\"\n");
        environment.put("TEMPORAL_CONFIG_FILE", file.toString());

        assertThatThrownBy(this::read).hasMessageContaining("TEMPORAL_CONFIG_FILE or TEMPORAL_PROFILE cannot be used");
    }

    private TemporalSettings read() throws SettingsReader.Incomplete {
        SettingsReader reading = new SettingsReader(environment);
        TemporalSettings settings = TemporalSettings.read(reading);
        reading.complete();
        return settings;
    }
}
