package dev.payonce.sandbox.installation;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.servers.Http;
import dev.payonce.servers.JavaProcess;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.Ports;
import dev.payonce.servers.RedisServer;
import dev.payonce.servers.TemporalServer;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import dev.payonce.servers.stripe.StripeSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The whole of Payonce on this machine. Closing it stops everything, and leaves only the two logs.
 *
 * <p>Worker and API reach MySQL, Redis and Temporal through {@link Wires}, which a test can cut.
 */
public final class Installation implements AutoCloseable {

    /** The longest cold start of two JVMs beside three servers on two cores. */
    private static final Duration START = Duration.ofSeconds(90);

    private static final int API = 8080;
    private static final int WORKER = 8081;

    private final OpenServers open = new OpenServers();
    private final Credentials credentials = Credentials.random();
    private final Programs programs;
    private final String name;
    private final MySqlServer mysql;
    private final RedisServer redis;
    private final TemporalServer temporal;
    private final StripeSimulator stripe;
    private final Store store;
    private final Wires wires;
    private final JavaProcess worker;
    private final JavaProcess api;
    private final int apiPort;
    private final int workerPort;
    private volatile URI front;

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @param name the store's name, empty for none; also the schema's name
     * @param settings further environment for worker and API
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Each future is joined a few lines below.
    public static Installation start(
            Programs programs, String name, long seed, Path logs, Map<String, String> settings) {
        return new Installation(programs, name, seed, logs, settings, false);
    }

    /** Starts everything on the ports that the docs name, where they are free. */
    public static Installation startOnKnownPorts(Programs programs, Path logs) {
        return new Installation(programs, "", 1, logs, Map.of(), true);
    }

    private Installation(
            Programs programs, String name, long seed, Path logs, Map<String, String> settings, boolean known) {
        this.programs = programs;
        this.name = name;
        this.apiPort = known ? Ports.freeOr(API) : Ports.free();
        this.workerPort = known ? Ports.freeOr(WORKER) : Ports.free();
        this.front = URI.create("http://127.0.0.1:" + apiPort);
        forget(logs.resolve("worker.log"), logs.resolve("api.log"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var startMysql = CompletableFuture.supplyAsync(() -> open.keep(MySqlServer::start), threads);
            var startRedis = CompletableFuture.supplyAsync(() -> open.keep(RedisServer::start), threads);
            var startTemporal = CompletableFuture.supplyAsync(
                    () -> open.keep(known ? TemporalServer::startOnKnownPorts : TemporalServer::start), threads);
            mysql = startMysql.join();
            store = Store.create(mysql, name.isEmpty() ? "shop" : name);
            new StoreDatabase(mysql, store, StoreSettings.LEDGER).grant().migrate(settings);
            redis = startRedis.join();
            temporal = startTemporal.join();
            stripe = open.keep(() -> StripeSimulator.start(InstantSource.system(), seed, credentials.stripeKey()));
            wires = open.keep(() -> new Wires(mysql, redis, temporal, stripe));
            Map<String, String> environment = settings(name, settings);
            var startWorker = CompletableFuture.supplyAsync(() -> start("worker", environment, logs), threads);
            var startApi = CompletableFuture.supplyAsync(() -> start("api", environment, logs), threads);
            worker = startWorker.join();
            api = startApi.join();
            worker.awaitHttpOk(workerHealth(), START);
            api.awaitHttpOk(apiHealth(), START);
            stripe.webhooks().endpoint(webhookUrl(), credentials.webhookSecret());
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    /** Deletes the logs of an earlier run. */
    static void forget(Path... logs) {
        try {
            for (Path log : logs) {
                Files.deleteIfExists(log);
            }
        } catch (IOException stillThere) {
            throw new UncheckedIOException(stillThere);
        }
    }

    private JavaProcess start(String program, Map<String, String> environment, Path logs) {
        return open.keep(() -> run(
                program,
                StoreDatabase.role(program, environment),
                program,
                environment,
                logs.resolve(program + ".log")));
    }

    /**
     * Starts one of the two programs as a database user with the least rights.
     *
     * @param program {@code worker} or {@code api}
     * @param as the name of the process
     * @param arguments of the program
     */
    JavaProcess run(String program, Role role, String as, Map<String, String> settings, Path log, String... arguments) {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.putAll(login(role));
        return JavaProcess.start(as, programs.jar(program), environment, log, arguments);
    }

    /** Returns the settings by which a role reaches the database. */
    Map<String, String> login(Role role) {
        return Map.of("PAYONCE_DATABASE_USER", role.user(), "PAYONCE_DATABASE_PASSWORD", mysql.password());
    }

    /** Returns the settings of worker and API, by the names that an operator would use; the database user is left out. */
    Map<String, String> settings(String name, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>();
        environment.putAll(wires.settings(store.schema()));
        environment.put("TEMPORAL_NAMESPACE", "default");
        environment.put("PAYONCE_STORE", name);
        environment.put("PAYONCE_TABLE_PREFIX", store.prefix());
        environment.put("PAYONCE_CACHE_SECRET", credentials.cacheSecret());
        environment.put("PAYONCE_EFFECTS", "sql");
        environment.put("PAYONCE_STORE_TOKENS", credentials.tokens());
        environment.put("STRIPE_SECRET_KEY", credentials.stripeKey());
        environment.put("STRIPE_WEBHOOK_SECRETS", credentials.webhookSecrets());
        environment.put("SERVER_PORT", Integer.toString(apiPort()));
        environment.put("PAYONCE_WORKER_PORT", Integer.toString(workerPort()));
        environment.putAll(more);
        return environment;
    }

    /** Returns the store's name, empty for none. */
    public String name() {
        return name;
    }

    public MySqlServer mysql() {
        return mysql;
    }

    public RedisServer redis() {
        return redis;
    }

    public TemporalServer temporal() {
        return temporal;
    }

    public StripeSimulator stripe() {
        return stripe;
    }

    public Store store() {
        return store;
    }

    public Wires wires() {
        return wires;
    }

    public JavaProcess worker() {
        return worker;
    }

    public JavaProcess api() {
        return api;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Returns the address by which shops, operators and gateways reach the API. */
    public URI apiUrl() {
        return front;
    }

    /** Lets shops, operators and gateway reach the API by another address, for instance a proxy's. */
    public void standBehind(URI address) {
        front = address;
        stripe.webhooks().endpoint(webhookUrl(), credentials.webhookSecret());
    }

    private URI apiHealth() {
        return URI.create("http://127.0.0.1:" + apiPort + "/readyz");
    }

    public URI webhookUrl() {
        return apiUrl().resolve("/webhooks/stripe");
    }

    public URI workerUrl() {
        return URI.create("http://127.0.0.1:" + workerPort);
    }

    public URI workerHealth() {
        return workerUrl().resolve("/actuator/health/readiness");
    }

    /** Returns the worker's own account of its health. */
    public String workerSays() {
        return Http.get(workerUrl().resolve("/actuator/health")).orElse("no answer");
    }

    int apiPort() {
        return apiPort;
    }

    int workerPort() {
        return workerPort;
    }

    /** Starts the worker again after a kill, and returns when it is ready. */
    public void restartWorker() {
        worker.restart();
        worker.awaitHttpOk(workerHealth(), START);
    }

    /** Starts the API again after a kill, and returns when it answers. */
    public void restartApi() {
        api.restart();
        api.awaitHttpOk(apiHealth(), START);
    }

    @Override
    public void close() {
        open.close();
    }
}
