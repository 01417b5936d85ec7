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
                "SERVER_PORT", "1"));

        assertThat(environment.getProperty("logging.level.root")).isEqualTo("warn");
        assertThat(environment.getProperty("management.endpoints.web.exposure.include"))
                .isNull();
        assertThat(environment.getProperty("spring.application.json")).isNull();
        assertThat(environment.getProperty("server.port")).isNull();
    }
}
