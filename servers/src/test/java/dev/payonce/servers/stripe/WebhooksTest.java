package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.stripe.exception.ApiException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.servers.stripe.webhook.Batch;
import dev.payonce.servers.stripe.webhook.Delivery;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import dev.payonce.servers.stripe.webhook.Forgery;
import dev.payonce.servers.stripe.webhook.Retries;
import dev.payonce.servers.stripe.webhook.Signature;
import dev.payonce.servers.stripe.webhook.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebhooksTest {

    private static final String SECRET = "whsec_test_secret";
    private static final Duration BOUND = Duration.ofSeconds(20);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, Sdk.KEY);

    private final Webhooks webhooks = stripe.webhooks();

    @Test
    void theSdkAcceptsWhatIsDelivered() throws Exception {
        try (Receiver receiver = receiver(_ -> 200)) {
            String intent = stripe.shopper().pay(4990, "eur", Map.of("order_id", "1001"));
            Event event =
                    stripe.events().last(intent, "payment_intent.succeeded").orElseThrow();

            Delivery delivery = webhooks.send(event);

            assertThat(delivery.acknowledged()).isTrue();
            Receiver.Got got = receiver.got.getFirst();
            com.stripe.model.Event seen = Webhook.constructEvent(got.body(), got.signature(), SECRET);
            PaymentIntent snapshot =
                    (PaymentIntent) seen.getDataObjectDeserializer().getObject().orElseThrow();
            assertThat(snapshot.getId()).isEqualTo(intent);
            assertThat(snapshot.getMetadata()).containsEntry("order_id", "1001");
            assertThat(seen.getLivemode()).isFalse();
        }
    }

    @Test
    void duringARotationBothSecretsAreGood() throws Exception {
        try (Receiver receiver = receiver(_ -> 200)) {
            webhooks.endpoint(receiver.url(), "whsec_old", "whsec_new");
            webhooks.send(anEvent());

            Receiver.Got got = receiver.got.getFirst();
            assertThat(Webhook.constructEvent(got.body(), got.signature(), "whsec_old"))
                    .isNotNull();
            assertThat(Webhook.constructEvent(got.body(), got.signature(), "whsec_new"))
                    .isNotNull();
        }
    }

    @Test
    void oneEventInThreeIsLostForGoodWhenAskedFor() throws Exception {
        try (var _ = receiver(_ -> 200)) {
            for (int order = 0; order < 20; order++) {
                stripe.shopper().pay(4990, "eur", Map.of("order_id", "1001"));
            }
            List<Event> events = stripe.events().all();
            webhooks.lose(3, 7);

            assertThat(webhooks.deliver(events, DeliveryPlan.hostile(7)).await(BOUND))
                    .isTrue();

            Set<String> came = webhooks.acknowledged();
            assertThat(events)
                    .allSatisfy(event -> assertThat(came.contains(event.id())).isEqualTo(!webhooks.loses(event)));
            assertThat(came.size()).isBetween(events.size() / 2, events.size() * 4 / 5);
        }
    }

    @Test
    void everySendOfThePlanArrives() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Receiver receiver = receiver(_ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            return 200;
        })) {
            String intent = stripe.shopper().pay(4990, "eur", Map.of());
            DeliveryPlan plan = DeliveryPlan.hostile(3).again(Duration.ofHours(2));
            List<Event> events = stripe.events().of(intent);
            webhooks.pace(36_000);

            Batch batch = webhooks.deliver(events, plan);

            assertThat(batch.await(BOUND)).isTrue();
            assertThat(receiver.got).hasSameSizeAs(plan.sends(events));
            assertThat(batch.attempts()).hasSameSizeAs(plan.sends(events)).allMatch(Delivery::acknowledged);
            assertThat(webhooks.acknowledged())
                    .isEqualTo(new HashSet<>(events.stream().map(Event::id).toList()));
            assertThat(most.get()).isLessThanOrEqualTo(plan.atOnce());
        }
    }

    @Test
    void anUnacknowledgedEventComesAgainWithAFreshSignature() throws Exception {
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        try (Receiver receiver = receiver(got -> failedOnce.add(got.body()) ? 503 : 200)) {
            webhooks.retries(Retries.every(Duration.ofHours(1), 3));
            webhooks.pace(36_000);
            Event event = anEvent();

            Batch batch = webhooks.deliver(List.of(event), DeliveryPlan.orderly());

            assertThat(batch.await(BOUND)).isTrue();
            assertThat(batch.attempts())
                    .extracting(Delivery::event, Delivery::attempt, Delivery::status)
                    .containsExactly(tuple(event.id(), 1, 503), tuple(event.id(), 2, 200));
            assertThat(receiver.got).hasSize(2);
        }
    }

    @Test
    void anEventThatAnotherCopyBroughtHomeIsNotSentAgain() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Receiver receiver = receiver(_ -> count.incrementAndGet() == 1 ? 500 : 200)) {
            webhooks.retries(Retries.every(Duration.ofHours(24), 3));
            webhooks.pace(36_000);
            DeliveryPlan plan = DeliveryPlan.orderly().copies(3, 3);

            assertThat(webhooks.deliver(List.of(anEvent()), plan).await(BOUND)).isTrue();
            assertThat(receiver.got).hasSize(3);
        }
    }

    @Test
    void anEventThatIsSentAgainLaterIsRepeatedUntilItIsReceivedAgain() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Receiver receiver = receiver(_ -> count.incrementAndGet() == 2 ? 503 : 200)) {
            webhooks.pace(36_000);
            Event event = anEvent();
            assertThat(webhooks.deliver(List.of(event), DeliveryPlan.orderly()).await(BOUND))
                    .isTrue();

            Batch again = webhooks.deliver(List.of(event), DeliveryPlan.orderly());

            assertThat(again.await(BOUND)).isTrue();
            assertThat(again.attempts()).extracting(Delivery::status).containsExactly(503, 200);
            assertThat(receiver.got).hasSize(3);
        }
    }

    @Test
    void stripeGivesUpInTheEnd() throws Exception {
        try (Receiver receiver = receiver(_ -> 500)) {
            webhooks.retries(Retries.every(Duration.ofSeconds(1), 2));

            Batch batch = webhooks.deliver(List.of(anEvent()), DeliveryPlan.orderly());

            assertThat(batch.await(BOUND)).isTrue();
            assertThat(receiver.got).hasSize(3);
            assertThat(webhooks.acknowledged()).isEmpty();
        }
    }

    @Test
    void noServerIsAnAttemptWithoutAStatus() throws Exception {
        Receiver gone = receiver(_ -> 200);
        gone.close();

        assertThat(webhooks.send(anEvent()).status()).isZero();
    }

    @Test
    void eventsCanGoOutByThemselves() throws Exception {
        try (Receiver receiver = receiver(_ -> 200)) {
            stripe.deliverAutomatically(DeliveryPlan.orderly());
            stripe.shopper().pay(4990, "eur", Map.of());

            assertThat(webhooks.idle(BOUND)).isTrue();
            assertThat(receiver.got).hasSameSizeAs(stripe.events().all());

            stripe.deliverByHand();
            int told = stripe.events().all().size();
            stripe.shopper().pay(4990, "eur", Map.of());
            assertThat(webhooks.idle(BOUND)).isTrue();
            assertThat(receiver.got).hasSize(told);
        }
    }

    @Test
    void aPaymentWhoseAnswerIsLostHasAnEventWithItsKey() throws Exception {
        try (Receiver receiver = receiver(_ -> 200)) {
            stripe.deliverAutomatically(DeliveryPlan.orderly());
            stripe.faults().after(1, new Fault.Failure(500));
            assertThatThrownBy(() ->
                            Sdk.of(stripe).v1().paymentIntents().create(Sdk.buying(7, TestCard.VISA), Sdk.key("op-1")))
                    .isInstanceOf(ApiException.class);

            assertThat(webhooks.idle(BOUND)).isTrue();
            assertThat(receiver.got)
                    .filteredOn(got -> got.body().contains("payment_intent.succeeded"))
                    .singleElement()
                    .satisfies(got -> assertThat(got.body()).contains("\"idempotency_key\": \"op-1\""));
        }
    }

    @Test
    void aForgeryIsSentAsItIsAndCountsAsNotReceived() throws Exception {
        try (Receiver receiver = receiver(_ -> 400)) {
            for (Forgery forged : webhooks.forger().all(anEvent())) {
                assertThat(webhooks.send(forged).status()).as(forged.name()).isEqualTo(400);
            }
            assertThat(receiver.got.getFirst().signature()).isEmpty();
            assertThat(webhooks.acknowledged()).isEmpty();
        }
    }

    private Receiver receiver(ToIntFunction<Receiver.Got> answer) throws Exception {
        Receiver receiver = new Receiver(answer);
        webhooks.endpoint(receiver.url(), SECRET);
        return receiver;
    }

    private Event anEvent() {
        String intent = stripe.shopper().pay(4990, "eur", Map.of());
        return stripe.events().last(intent, "payment_intent.succeeded").orElseThrow();
    }

    /** An endpoint that keeps what it gets and answers as the test says. */
    private static final class Receiver implements AutoCloseable {

        private record Got(String body, String signature) {}

        private final List<Got> got = new CopyOnWriteArrayList<>();
        private final HttpServer server;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Receiver(ToIntFunction<Got> answer) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String signature = exchange.getRequestHeaders().getFirst(Signature.HEADER);
                Got one = new Got(body, signature == null ? "" : signature);
                got.add(one);
                exchange.sendResponseHeaders(answer.applyAsInt(one), -1);
                exchange.close();
            });
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/stripe");
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
