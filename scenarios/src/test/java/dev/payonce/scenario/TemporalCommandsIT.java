package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The test that the commands of the operators' page for Temporal's own command line do what the page says. */
class TemporalCommandsIT {

    /** The development server runs one batch at a time. */
    private static final String BUSY = "Max concurrent batch operations";

    private static final int TRIES = 30;

    private static final Path PAGE = Path.of("docs/operations.md");

    /** A command, with the lines that a backslash joins to it. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^temporal (?:.*\\\\\\n)*.*$");

    @Test
    void eachCommandRunsAndADecisionByThatWayIsRecordedSo(Shop shop) throws Exception {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payTooMuch();
        List<String> commands = COMMAND.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(command -> command.replace("--workflow-id 1001", "--workflow-id " + underTest.workflow())
                        .replace("pi_1", intent))
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(4);
        underTest.asks("AMOUNT_DIFFERS");

        for (String command : commands) {
            Command done = run(shop, command);
            for (int again = 0; again < TRIES && done.output().contains(BUSY); again++) {
                Thread.sleep(1_000);
                done = run(shop, command);
            }
            assertThat(done.exitCode()).as("%s: %s", command, done.output()).isZero();
        }

        underTest.rests();
        assertThat(underTest.row().isPaid()).isTrue();
        assertThat(underTest.facts("decision:%"))
                .singleElement()
                .satisfies(decision -> assertThat(decision).contains("temporal:ann"));
    }

    private static Command run(Shop shop, String command) throws IOException {
        return Command.run(
                Path.of("."),
                Duration.ofSeconds(60),
                List.of("sh", "-c", command),
                Map.of(
                        "TEMPORAL_ADDRESS",
                        shop.all().temporal().address(),
                        "PATH",
                        Path.of(".tools").toAbsolutePath() + ":" + System.getenv("PATH")));
    }
}
