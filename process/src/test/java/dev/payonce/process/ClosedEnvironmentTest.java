package dev.payonce.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosedEnvironmentTest {

    @Test
    void onlyTheNamesOfLoggingAreRead() {
        ClosedEnvironment environment = new ClosedEnvironment(Map.of(
                "LOGGING_LEVEL_ROOT", "warn",
                "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "*",
                "SPRING_APPLICATION_JSON", "{}",
                "SERVER_SSL_BUNDLE", "other",
                "SPRING_SSL_BUNDLE_PEM_PAYONCE_KEYSTORE_CERTIFICATE", "other.pem",
                "SPRING_CONFIG_IMPORT", "configtree:/run/secrets/",
                "SERVER_PORT", "1"));

        assertThat(environment.getProperty("logging.level.root")).isEqualTo("warn");
        assertThat(environment.getProperty("management.endpoints.web.exposure.include"))
                .isNull();
        assertThat(environment.getProperty("spring.application.json")).isNull();
        assertThat(environment.getProperty("spring.config.import")).isNull();
        assertThat(environment.getProperty("server.port")).isNull();
        assertThat(environment.getProperty("server.ssl.bundle")).isNull();
        assertThat(environment.getProperty("spring.ssl.bundle.pem.payonce.keystore.certificate"))
                .isNull();
    }
}
