package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The description says what the API does: schemathesis asks it, also for what it must not do. */
class OpenApiIT {

    /** The script's exit code where Python 3 with pip is missing. */
    private static final int MISSING = 77;

    private static final long LONGEST_SECONDS = 280;

    @Test
    @Timeout(LONGEST_SECONDS + 10)
    void theRunningApiDoesWhatItsDescriptionSays(Shop shop) throws Exception {
        Path log = Shop.LOGS.resolve("openapi.log");
        ProcessBuilder check =
                new ProcessBuilder("scripts/check-openapi", shop.all().apiUrl().toString());
        check.environment().put("PAYONCE_TOKEN", shop.all().credentials().token());
        check.redirectErrorStream(true).redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));

        Process running = check.start();
        try {
            assertThat(running.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time; see %s", log)
                    .isTrue();
        } finally {
            running.destroyForcibly();
        }

        assumeThat(running.exitValue()).as(Files.readString(log)).isNotEqualTo(MISSING);
        assertThat(running.exitValue()).as(Files.readString(log)).isZero();
    }
}
