package dev.payonce.sandbox.installation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void aSilenceEndsAfterEightSecondsWithTheWorkThatIsAwaited() {
        try (Progress progress = progress()) {
            progress.say("the worker starts");
            progress.tick(System.nanoTime() + Progress.SILENCE.minusSeconds(1).toNanos());
            assertThat(lines()).hasSize(1);

            progress.await(() -> "3 of 5 orders are paid");
            progress.tick(System.nanoTime() + Progress.SILENCE.toNanos());
            assertThat(lines()).last().asString().endsWith("... 3 of 5 orders are paid");
        }
    }

    @Test
    void aLineBeginsWithTheSecondsAndHoldsNoEscapeCode() {
        try (Progress progress = progress()) {
            progress.say("all are ready");
        }

        assertThat(lines()).singleElement().asString().matches(" +0[.,][0-9] s {2}all are ready");
    }

    private Progress progress() {
        return new Progress(new PrintStream(output, true, UTF_8), Duration.ofDays(1));
    }

    private List<String> lines() {
        return output.toString(UTF_8).lines().toList();
    }
}
