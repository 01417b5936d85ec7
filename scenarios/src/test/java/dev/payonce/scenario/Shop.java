package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.OrderId;
import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.LogScan.Finding;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import redis.clients.jedis.RedisClient;

/**
 * A whole Payonce on real servers. All tests of a JVM share it, so each sells orders of its own. JUnit hands it to each test
 * that asks for one.
 */
public final class Shop implements AutoCloseable {

    /** A busy machine may take this long for what takes a second on a quiet one. */
    public static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Where every process of this JVM's tests writes; looked through after each class. */
    public static final Path LOGS = Path.of("scenarios/target/logs", System.getProperty("fork", "1"));

    private static final long SEED = 20_261_125;

    private final Installation all;
    private final Histories histories;
    private final Runs runs;
    private final RedisClient redis;
    private final StoreProgram api;
    private final StoreProgram worker;
    private final Path logs;
    private final LogScan scan;
    private final Set<Finding> reported = new HashSet<>();

    private Shop(Installation all, Path logs) {
        this.all = all;
        this.histories = new Histories(all.temporal());
        this.runs = new Runs(histories, all.credentials().cacheSecret());
        this.redis = RedisClient.create(URI.create(all.redis().url()));
        this.api = new StoreProgram(all.apiUrl(), all.credentials());
        this.worker = new StoreProgram(all.workerHealth(), all.credentials());
        this.logs = logs;
        this.scan = LogScan.of(all);
    }

    public static Shop open() {
        // Tests tell for themselves which callbacks come; a sweep would bring the others too.
        return open(LOGS, "86400");
    }

    /** Starts a Payonce of its own that sweeps every few seconds, and leaves its logs there. */
    public static Shop sweeping(Path logs, int seconds) {
        return open(logs, Integer.toString(seconds));
    }

    private static Shop open(Path logs, String sweepEvery) {
        return new Shop(
                Installation.start(Programs.QUICK, "", SEED, logs, Map.of("PAYONCE_SWEEP_EVERY", sweepEvery)), logs);
    }

    /** Creates a pending order in euro without a payment. */
    public OrderUnderTest underTest() {
        StoreOrder order = all.store().addOrders(SEED, 1).getFirst();
        while (!order.currency().equals("EUR")) {
            order = all.store().addOrders(SEED, 1).getFirst();
        }
        return new OrderUnderTest(this, order);
    }

    /** Creates one more store with its own worker and API on the same servers; both are still to be started. */
    public Branch branch(String name, Map<String, String> settings) {
        return branch(all.stripe(), name, settings);
    }

    /** Creates one more store with its own Stripe account. */
    public Branch branch(StripeSimulator account, String name, Map<String, String> settings) {
        return new Branch(all, account, name, LOGS, settings);
    }

    /** Starts a store that sweeps every two seconds, so that tests need not wait for minutes. */
    public SweptStore sweptStore(String name) {
        return new SweptStore(name);
    }

    /** Returns true when the workflow's latest run is over. */
    public boolean rests(String workflow) {
        return runs.latest(workflow).filter(run -> !run.open()).isPresent();
    }

    /** Returns the names of the order's lines in the ledger, oldest first. */
    public List<String> ledger(OrderId order) {
        return all.store()
                .sql()
                .sql("SELECT entry FROM payonce.payonce_ledger WHERE store = ? AND order_id = ? ORDER BY seq")
                .params(order.store(), order.number())
                .query(String.class)
                .list();
    }

    /** Waits until the order's ledger has this line. */
    public void awaitLine(OrderId order, String entry) {
        boolean _ = Await.holdsWithin(PATIENCE, () -> ledger(order).contains(entry));
        assertThat(ledger(order)).contains(entry);
    }

    /** Returns true while a session waits for this advisory lock. */
    public boolean waitsFor(String lock) {
        return all.store().sql().sql("""
                                SELECT COUNT(*) FROM performance_schema.metadata_locks
                                WHERE OBJECT_TYPE = 'USER LEVEL LOCK' AND OBJECT_NAME = ? AND LOCK_STATUS = 'PENDING'""").param(lock).query(Long.class).single() > 0;
    }

    public Installation all() {
        return all;
    }

    public Runs runs() {
        return runs;
    }

    /** Returns the API's client. */
    public StoreProgram api() {
        return api;
    }

    /** Returns the sum of a worker's metric, as Prometheus reads it; it starts at zero with the worker. */
    public double workers(String metric, String containing) {
        return worker.metric(metric, containing);
    }

    /** Searches the logs of worker and API, outages and forgeries included. Each finding is reported once. */
    public void logsHoldNothingNew() {
        assertThat(logs.resolve("worker.log")).isNotEmptyFile();
        assertThat(logs.resolve("api.log")).isNotEmptyFile();
        List<Finding> news = scan.folder(logs).stream().filter(reported::add).toList();
        assertThat(news).as("no log holds a secret, or a stack trace of ours").isEmpty();
    }

    public RedisClient redis() {
        return redis;
    }

    /** Returns Redis' mark of an event without its seal: processing, final, or null. */
    @Nullable public String mark(String event) {
        String sealed = redis.get("idempotency:payonce::stripe:" + event);
        return sealed == null ? null : sealed.replaceFirst("\\.[0-9a-f]{64}$", "");
    }

    /** Returns everything that a callback could have written anywhere; a turn at the gateway is over within a second. */
    public Traces traces() {
        return new Traces(
                redis.keys("*").stream().filter(key -> !key.contains(":turn:")).collect(Collectors.toUnmodifiableSet()),
                rows("payonce.payonce_ledger"),
                rows("payonce.payonce_external_id"),
                all.store().transitions().size(),
                all.store().notes().size(),
                histories.count("StartTime > '2000-01-01T00:00:00Z'"));
    }

    public record Traces(Set<String> redisKeys, long ledgerLines, long names, int moves, int notes, long runs) {}

    private long rows(String table) {
        return all.store()
                .sql()
                .sql("SELECT COUNT(*) FROM " + table)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        worker.close();
        api.close();
        redis.close();
        histories.close();
        all.close();
    }

    /** A store that sweeps. Its Stripe account is its own, or its sweep would get all other tests' events. */
    public final class SweptStore implements AutoCloseable {

        private final StripeSimulator stripe = StripeSimulator.start(
                InstantSource.system(), 13, all.credentials().stripeKey());
        private final Branch branch;

        private SweptStore(String name) {
            branch = Shop.this
                    .branch(stripe, name, Map.of("PAYONCE_SWEEP_EVERY", "2"))
                    .start()
                    .await("readiness");
            stripe.webhooks()
                    .endpoint(
                            branch.apiUrl().resolve("/webhooks/stripe"),
                            all.credentials().webhookSecret());
        }

        public Branch branch() {
            return branch;
        }

        /** Returns the ID of the workflow that sweeps. */
        public String sweep() {
            return branch.name() + "-sweep";
        }

        @Override
        public void close() {
            branch.close();
            runs.terminateIfOpen(sweep());
            stripe.close();
        }
    }

    /**
     * The extension that starts a JVM's shop for the first test that asks for it, and closes it after the last. The services
     * of JUnit name it. After each class it searches the logs: a secret in them is that class's finding.
     */
    public static final class Provider implements ParameterResolver, AfterAllCallback {

        private static final Namespace OURS = Namespace.create(Shop.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Shop.class;
        }

        @Override
        public Shop resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, OURS)
                    .computeIfAbsent(Shop.class, _ -> Shop.open(), Shop.class);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            Shop shop = context.getStore(StoreScope.LAUNCHER_SESSION, OURS).get(Shop.class, Shop.class);
            if (shop != null) {
                shop.logsHoldNothingNew();
            }
        }
    }
}
