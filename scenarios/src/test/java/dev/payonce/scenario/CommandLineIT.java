package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Programs;
import dev.payonce.servers.Await;
import dev.payonce.servers.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tests of the operators' command line against a running installation. */
class CommandLineIT {

    /** The stalled payments that are refreshed in bulk; {@code docs/measurements.md} has the figure of 500. */
    private static final int STALLED = Integer.getInteger("bulk", 40);

    private static final int RATE = 20;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final Shop shop;

    CommandLineIT(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().secretKey(shop.all().credentials().stripeKey());
    }

    @Test
    void stalledPaymentsAreRefreshedInBulkWithinAMinuteAndAtItsRate() throws IOException {
        List<OrderUnderTest> orders =
                IntStream.range(0, STALLED).mapToObj(_ -> shop.underTest()).toList();
        List<String> intents = StoreClient.atOnce(
                orders.stream().<Supplier<String>>map(order -> order::pay).toList());
        shop.all().stripe().secretKey("sk_test_rolled");
        for (int each = 0; each < STALLED; each++) {
            orders.get(each).deliver(intents.get(each), OrderUnderTest.SUCCEEDED);
        }
        Await.until("all are stalled", Duration.ofMinutes(5), () -> stalled() >= STALLED);
        mend();

        long start = System.nanoTime();
        Command bulk = payonce("refresh", "--kind", "stalled", "--rate", Integer.toString(RATE), "--output", "csv");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        assertThat(bulk.exitCode())
                .as("5 where a refresh of a busy machine was not over in time: %s", bulk.output())
                .isIn(0, 5);
        Await.until(
                "all are paid",
                WITHIN,
                () -> orders.stream().allMatch(order -> order.row().isPaid()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%d stalled payments: the command took %d ms, and all were paid after %d ms%n",
                STALLED, millis, took.toMillis());
        assertThat(took).isLessThan(WITHIN);
        assertThat(millis).as("the rate is kept").isGreaterThan((STALLED - 1) * 1000L / RATE);
        assertThat(mostInASecond()).as("the gateway's rate is kept").isLessThanOrEqualTo(2 * RATE + RATE / 2);
        for (int each = 0; each < STALLED; each++) {
            orders.get(each).isPaidOnceBy(intents.get(each));
        }
    }

    @Test
    void aRefundIsMadeOnceWithItsKey() throws IOException {
        StoreClient paid = StoreClient.ofPaidOrder(shop);
        String order = Long.toString(paid.underTest().id());

        Command first = payonce("refund", order, "--amount", "1.00", "--why", "torn", "--key", "cli-" + order, "--yes");
        Command again = payonce("refund", order, "--amount", "1.00", "--why", "torn", "--key", "cli-" + order, "--yes");

        assertThat(List.of(first.exitCode(), again.exitCode()))
                .as(first.output() + again.output())
                .containsOnly(0);
        assertThat(first.output()).contains("refunds 1.00 EUR of pi_", "refunded");
        assertThat(paid.refunds()).hasSize(1);
        assertThat(payonce("open", order).output()).contains("/operations/orders/" + order);
    }

    private double stalled() {
        return shop.workers("payonce_stalled", "cause=\"stripe-401\"");
    }

    /** Returns the most lookups that the gateway got in one second. */
    private long mostInASecond() {
        return shop.all().stripe().calls().all().stream()
                .filter(call -> call.key().isEmpty())
                .collect(Collectors.groupingBy(call -> call.at().getEpochSecond(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private Command payonce(String... arguments) throws IOException {
        return Command.run(
                Path.of("."),
                Duration.ofMinutes(2),
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-jar",
                                        Programs.BUILT.jar("api").toString()),
                                Stream.of(arguments))
                        .toList(),
                Map.of(
                        "PAYONCE_URL", shop.all().apiUrl().toString(),
                        "PAYONCE_TOKEN", shop.all().credentials().token()));
    }
}
