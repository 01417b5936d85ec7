package dev.payonce.scenario.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.TryIt;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.servers.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The test that runs each line that {@code make up} prints, in its order, as a person would paste it. */
class MakeUpIT {

    private static final Pattern LINE = Pattern.compile("(?m)^  ((?:curl|temporal|scripts/payonce) (?:.*\\\\\\n)*.*)$");
    private static final Pattern EXPORT = Pattern.compile("(?m)^  (export .*)$");
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Test
    void eachLineThatIsPrintedDoesWhatItsSentenceSays() throws IOException {
        try (Shop shop = Shop.sweeping(Path.of("scenarios/target/logs-up"), 60)) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            TryIt.print(shop.all(), new PrintStream(printed, true, StandardCharsets.UTF_8));
            String text = printed.toString(StandardCharsets.UTF_8);
            String exports = String.join(
                    "\n",
                    EXPORT.matcher(text).results().map(line -> line.group(1)).toList());

            List<String> lines = LINE.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .map(String::strip)
                    .toList();
            List<String> answers = new ArrayList<>();
            for (String line : lines) {
                if (line.contains("update execute")) {
                    Await.until(
                            "the review is open",
                            WITHIN,
                            () -> shop.api()
                                    .get("/operations?kind=review&code=AMOUNT_DIFFERS")
                                    .body()
                                    .contains("AMOUNT_DIFFERS"));
                }
                if (line.contains("payonce status")) {
                    Await.until(
                            "the payment stands still",
                            WITHIN,
                            () -> shop.workers("payonce_stalled", "stripe-401") > 0);
                }
                Command done = Command.run(Path.of("."), WITHIN, List.of("sh", "-c", exports + "\n" + line), Map.of());
                answers.add(done.output());
                // status exits with 4: a payment is stalled, and orders wait for a decision.
                assertThat(done.exitCode())
                        .as(line + ": " + done.output())
                        .isIn(0, line.contains("payonce status") ? 4 : 0);
            }

            assertThat(answers).as(text).hasSize(15);
            assertThat(answers.get(0)).contains("\"status\":\"paid\"");
            assertThat(answers.get(4)).contains("\"status\":\"declined\"");
            assertThat(answers.get(5)).contains("\"status\":\"action_required\"");
            assertThat(answers.get(6)).contains("is succeeded");
            assertThat(answers.get(8)).contains("503");
            assertThat(answers.get(9)).containsPattern("stalled +[1-9]");
            Await.until(
                    "what stood still goes on",
                    Duration.ofMinutes(2),
                    () -> shop.api().get("/operations?kind=stalled").body().startsWith("{\"count\":0,"));
        }
    }
}
