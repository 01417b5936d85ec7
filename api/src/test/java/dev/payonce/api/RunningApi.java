package dev.payonce.api;

import dev.payonce.api.history.RunReader;
import dev.payonce.api.operations.DecisionTaker.Decisions;
import dev.payonce.api.operations.WaitingList;
import dev.payonce.api.webhook.WebhookService;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Webhook;
import dev.payonce.health.StoreStatus;
import dev.payonce.ledger.OpenWork;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.OrderId;
import dev.payonce.redis.CallbackCache;
import dev.payonce.review.DecisionResult;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalRuns;
import dev.payonce.workflow.OrderRuns;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The real HTTP server with the real edge; what is behind it is scripted. */
final class RunningApi implements AutoCloseable {

    static final String TOKEN = "store-token-1";
    static final String NEXT_TOKEN = "store-token-2";

    final Fakes fakes = new Fakes();
    final ScriptedSystems systems = new ScriptedSystems();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WebConfiguration.class)
    static class Application {}

    RunningApi() {
        this(null, List.of());
    }

    RunningApi(OrderRuns post, List<Webhook> webhooks) {
        this(post, webhooks, ApiSettingsTest.environment());
    }

    static RunningApi with(Map<String, String> environment) {
        return new RunningApi(null, List.of(), environment);
    }

    private RunningApi(OrderRuns post, List<Webhook> webhooks, Map<String, String> environment) {
        Duration within = ApiSettingsTest.read(environment).answeredWithin();
        context = new SpringApplicationBuilder(Application.class)
                .properties("server.port=0", "server.tomcat.basedir=target/tomcat", "logging.level.root=warn")
                .initializers(start -> {
                    GenericApplicationContext beans = (GenericApplicationContext) start;
                    beans.registerBean(ApiSettings.class, () -> ApiSettingsTest.read(environment));
                    beans.registerBean(PaymentHistory.class, () -> fakes);
                    beans.registerBean(
                            WebhookService.class,
                            () -> new WebhookService(
                                    webhooks.isEmpty() ? List.of(fakes) : webhooks,
                                    fakes,
                                    post == null ? fakes : post,
                                    InstantSource.system()));
                    beans.registerBean(
                            IdempotentRequests.class,
                            () -> new IdempotentRequests(systems, systems, client(start), within));
                    beans.registerBean(RunReader.class, () -> order -> fakes.runs.latest(order));
                    beans.registerBean(
                            WaitingList.class, () -> systems.list(fakes.reviews, fakes.unassigned, fakes.stalled));
                    beans.registerBean(Decisions.class, () -> (order, taken) -> fakes.decisions.decide(order, taken));
                    systems.register(beans);
                    beans.registerBean(StoreStatus.class, () -> () -> fakes.store);
                    beans.registerBean(OpenWork.class, () -> _ -> fakes.work);
                    beans.registerBean(Deadlines.class);
                    beans.registerBean(
                            "temporal", HealthIndicator.class, () -> Health.up().withDetail("where", "here")::build);
                })
                .run();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** The way of requests; a test may replace it before the first request. */
    volatile Optional<TemporalRequestClient.Calls> slow = Optional.empty();

    private RequestClient client(ConfigurableApplicationContext start) {
        return (order, request, gateway, within) -> slow.<RequestClient>map(calls -> new TemporalRequestClient(
                        (of, sent, at, bound) -> start.getBean(Deadlines.class)
                                .result(bound.minusMillis(1), bound, () -> calls.request(of, sent, at, bound)),
                        _ -> {}))
                .orElse(systems)
                .ask(order, request, gateway, within);
    }

    /** Returns the routes as method and pattern, of the HTTP API or of the operators' page. */
    Set<String> routes(boolean page) {
        return context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(each ->
                        page == each.getValue().getBeanType().getPackageName().endsWith(".page"))
                .map(Map.Entry::getKey)
                .flatMap(route -> route.getPatternValues().stream()
                        .flatMap(pattern -> route.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + pattern)))
                .collect(Collectors.toSet());
    }

    BodyFilter bodies() {
        return (BodyFilter)
                context.getBean("bodies", FilterRegistrationBean.class).getFilter();
    }

    HttpResponse<String> callback(String body) throws Exception {
        return send(HttpRequest.newBuilder(at("/webhooks/stripe")).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + TOKEN));
    }

    HttpResponse<String> post(String path, String key, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(key.isEmpty() ? request : request.header("Idempotency-Key", key));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a text that no HTTP client sends, and returns the status of the answer. */
    int status(String text) throws IOException {
        return Integer.parseInt(raw(text).substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    }

    String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Ends the server as SIGTERM does. */
    void stop() {
        context.close();
    }

    @Override
    public void close() {
        client.shutdownNow();
        context.close();
    }

    /** A gateway whose events say what they are to be taken for, a memory, a post office and a ledger. */
    static final class Fakes implements Webhook, CallbackCache, OrderRuns, PaymentHistory {

        final Set<String> known = new HashSet<>();
        final List<String> delivered = new ArrayList<>();
        final List<String> accounts = new ArrayList<>();
        final Map<Long, Timeline> timelines = new HashMap<>();
        volatile Decisions decisions = (_, _) -> new DecisionResult.NotOpen();
        volatile RunReader runs = _ -> Optional.empty();
        final List<ReviewTable.Row> reviews = new CopyOnWriteArrayList<>();
        final List<UnassignedTable.Row> unassigned = new CopyOnWriteArrayList<>();
        final List<TemporalRuns.Run> stalled = new CopyOnWriteArrayList<>();
        final AtomicInteger refreshes = new AtomicInteger();
        boolean temporalIsAway;
        boolean databaseIsAway;
        StoreStatus.Status store = StoreStatus.Status.SERVED;
        OpenWork.Page work = new OpenWork.Page(List.of(), 0);

        synchronized void forget() {
            known.clear();
            delivered.clear();
            accounts.clear();
            timelines.clear();
            runs = _ -> Optional.empty();
            List.of(reviews, unassigned, stalled).forEach(List::clear);
            refreshes.set(0);
            temporalIsAway = false;
            databaseIsAway = false;
            store = StoreStatus.Status.SERVED;
            work = new OpenWork.Page(List.of(), 0);
        }

        static Callback callback(String event) {
            return new Callback(event, "stripe", "pi_1", "payment_intent.succeeded", "");
        }

        @Override
        public String account() {
            return "stripe";
        }

        @Override
        public synchronized Received receive(byte[] body, Function<String, Optional<String>> header, Instant now) {
            String text = new String(body, StandardCharsets.UTF_8);
            String[] words = text.split(" ", 3);
            return switch (words[0]) {
                case "order" -> new Received.Accepted(callback(words[1]), Optional.of(new OrderId("", 7)));
                case "whose" -> new Received.Accepted(callback(words[1]), Optional.empty());
                case "ignore" -> new Received.Ignored(words[1], Received.Cause.valueOf(words[2]));
                case "bug" -> throw new IllegalStateException("secret detail");
                case "refuse" -> new Received.Refused(Received.Reason.valueOf(words[1]), "secret detail");
                default -> new Received.Refused(Received.Reason.BAD_SIGNATURE, "secret detail");
            };
        }

        @Override
        public boolean applied(Callback callback) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized boolean known(Callback callback) {
            refreshes.incrementAndGet();
            return known.contains(callback.event());
        }

        @Override
        public synchronized void durable(Callback callback) {
            known.add(callback.event());
        }

        @Override
        public void wake(OrderId order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void refresh(OrderId order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized void deliver(Optional<OrderId> order, Callback callback) {
            if (temporalIsAway) {
                throw Status.UNAVAILABLE.withDescription("secret detail").asRuntimeException();
            }
            accounts.add(callback.account());
            delivered.add(order.map(OrderId::workflowId).orElse("?") + " " + callback.event());
        }

        @Override
        public Optional<Timeline> of(OrderId order) {
            if (databaseIsAway) {
                throw new IllegalStateException("secret detail");
            }
            return Optional.ofNullable(timelines.get(order.number()));
        }
    }
}
