package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a revoked key, with payments at every step: each caller gets 503, each run stalls at once, no request is
 * refused for good, and all go on within a minute of the new key, without a person.
 */
class H38_TheKeyIsRevoked {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final Shop shop;

    H38_TheKeyIsRevoked(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().secretKey(shop.all().credentials().stripeKey());
    }

    @Test
    void nothingIsRefusedAndAllRecoverByThemselves() throws IOException {
        StoreClient refund = StoreClient.ofPaidOrder(shop);
        StoreClient capture = new StoreClient(shop);
        assertThat(StoreClient.status(capture.authorize("a"))).isEqualTo("authorized");
        StoreClient charge = new StoreClient(shop);
        OrderUnderTest callback = shop.underTest();
        String intent = callback.pay();

        shop.all().stripe().secretKey("sk_test_rolled");
        callback.deliver(intent, OrderUnderTest.SUCCEEDED);
        List<Supplier<StoreProgram.Answer>> requests =
                List.of(() -> charge.pay("k"), () -> capture.capture("c"), () -> refund.giveBack("r", 100, 1));
        List<StoreProgram.Answer> answers = requests.stream().map(StoreClient::meanwhile).toList().stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(StoreProgram.Answer::status).containsOnly(503);
        assertThat(answers)
                .extracting(answer -> answer.json().path("code").asText())
                .containsOnly("unavailable");
        List<OrderUnderTest> all = List.of(callback, charge.underTest(), capture.underTest(), refund.underTest());
        all.forEach(order -> await(order.id() + " is stalled", () -> isStalled(order)));
        await("the gauge", () -> shop.workers("payonce_stalled", "cause=\"stripe-401\"") >= all.size());
        String log = Files.readString(Shop.LOGS.resolve("worker.log"));
        assertThat(log.lines().filter(line -> line.contains("WARN") && line.contains("stripe-401")))
                .as("each of two places warns once a minute")
                .hasSizeBetween(1, 6)
                .allMatch(line -> line.contains("heck "));
        all.forEach(
                order -> assertThat(order.ledger()).noneMatch(line -> line.matches("operation:.*=(declined|refused)")));

        mend();
        Instant mended = Instant.now();

        Await.until("the callback's order is paid", WITHIN, () -> callback.row().isPaid());
        Await.until("the charge is made", WITHIN, () -> charge.underTest().row().isPaid());
        Await.until(
                "the capture is made", WITHIN, () -> capture.underTest().row().isPaid());
        Await.until("the refund is made", WITHIN, () -> !refund.refunds().isEmpty());
        assertThat(Duration.between(mended, Instant.now())).isLessThan(WITHIN);
        callback.rests().isPaidOnceBy(intent);
        charge.isPaidOnce();
        assertThat(StoreClient.status(charge.pay("k"))).isEqualTo("paid");
        assertThat(refund.refunds()).hasSize(1);
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(what, WITHIN, condition);
    }

    private static boolean isStalled(OrderUnderTest order) {
        StoreProgram.Answer told = order.told();
        return told.json().path("status").asText().equals("STALLED")
                && told.json().path("stalled").path("code").asText().equals("stripe-401");
    }
}
