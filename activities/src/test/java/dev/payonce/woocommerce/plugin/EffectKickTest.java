package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.payonce.order.OrderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The call to the plugin, against a server that answers late or not at all. */
class EffectKickTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1767225600L));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final BlockingQueue<String> received = new ArrayBlockingQueue<>(100);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private HttpServer shop;
    private EffectKick kick;
    private String site = "";

    @BeforeEach
    void start() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        shop.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestHeaders().getFirst(EffectSignature.HEADER) + " " + body);
            try {
                mayAnswer.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        shop.start();
        site = "http://127.0.0.1:" + shop.getAddress().getPort() + "/";
        kick = new EffectKick(Optional.empty(), Optional.of("secret"), CLOCK, metrics);
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        kick.close();
        shop.stop(0);
    }

    @Test
    void isSignedAndNamesTheOrder() throws InterruptedException {
        kick.send(new OrderId("", 1001), site);

        assertThat(received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(EffectSignature.of("{\"order\":1001}", "secret", CLOCK.instant()) + " {\"order\":1001}");
    }

    @Test
    void leavesOutCallsWhileTheShopAnswersNone() throws InterruptedException {
        for (int order = 1; order <= 20; order++) {
            kick.send(new OrderId("", order), site);
        }

        for (int call = 0; call < 8; call++) {
            assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(count("left_out")).isEqualTo(12);
    }

    @Test
    void isFreeAgainAfterAnAnswer() throws InterruptedException {
        mayAnswer.countDown();
        for (int order = 1; order <= 30; order++) {
            kick.send(new OrderId("", order), site);
            assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
        }

        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (count("401") < 30 - count("left_out") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(count("401")).isEqualTo(30 - count("left_out")).isGreaterThan(20);
    }

    private double count(String outcome) {
        return metrics.counter("payonce.plugin.kicks", "outcome", outcome).count();
    }
}
