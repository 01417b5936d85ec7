package dev.payonce.scenario.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
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

/** The test that runs each command of the runbook's fenced blocks. A new one that no line here knows turns it red. */
class RunbookIT {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```\\n(.*?)^ *```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ *([a-z][a-z/-]* (?:.*\\\\\\n)*.*)$");

    private final Shop shop;

    RunbookIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void eachCommandDoesWhatThePageSays() throws IOException {
        List<String> commands = BLOCK.matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(block -> block.group(1))
                .flatMap(block -> COMMAND.matcher(block).results())
                .map(MatchResult::group)
                .map(String::strip)
                .toList();

        assertThat(commands).hasSizeGreaterThanOrEqualTo(9);
        for (String command : commands) {
            if (command.startsWith("curl ")) {
                curl(command);
            } else {
                assertThat(command)
                        .as("TemporalCommandsIT runs the commands of temporal, and each test starts the jars")
                        .matches("(?s)temporal workflow .*|java -jar (worker|api)/target/payonce-(worker|api)[.]jar.*");
            }
        }
    }

    private void curl(String command) throws IOException {
        if (command.contains("/decisions")) {
            OrderUnderTest order = shop.underTest();
            String intent = order.payTooMuch();
            order.asks("AMOUNT_DIFFERS");
            assertThat(run(command.replace("1001", order.id() + "").replace("pi_1", intent)))
                    .contains("{\"result\":\"applied\"}");
        } else if (command.contains("/refunds")) {
            StoreClient paid = StoreClient.ofPaidOrder(shop);
            assertThat(run(command.replace("1001", paid.underTest().id() + ""))).contains("\"status\":\"refunded\"");
            assertThat(paid.refunds()).hasSize(1);
        } else if (command.contains("/handled")) {
            shop.all().store().sql().sql("""
                    INSERT INTO payonce.payonce_unassigned (store, gateway, payment, amount, disputed, at)
                    VALUES ('', 'stripe', 'pi_9', '12.00 EUR', 0, UTC_TIMESTAMP(6) - INTERVAL 1 HOUR)""").update();
            assertThat(run(command)).contains("{\"result\":\"recorded\"}");
            shop.all()
                    .store()
                    .sql()
                    .sql("DELETE FROM payonce.payonce_unassigned WHERE payment = 'pi_9'")
                    .update();
        } else {
            throw new AssertionError("No test runs this command: " + command);
        }
    }

    private String run(String command) throws IOException {
        Command done = Command.run(
                Path.of("."),
                Duration.ofSeconds(60),
                List.of("sh", "-c", command.replaceFirst("curl ", "curl -s ")),
                Map.of(
                        "API",
                        shop.all().apiUrl().toString(),
                        "TOKEN",
                        shop.all().credentials().token()));
        assertThat(done.exitCode()).as(command + ": " + done.output()).isZero();
        return done.output();
    }
}
