package dev.payonce.sandbox.installation;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.servers.JavaProcess;
import dev.payonce.servers.Ports;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import dev.payonce.servers.stripe.StripeSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * A second store that has a Payonce of its own: a worker and an API. It uses the servers of an installation, and its
 * Stripe account or another one. It reaches the servers through wires of its own, so that it alone can be cut off. Its
 * order numbers begin where every store's do.
 */
public final class Branch implements AutoCloseable {

    /** Several of these start at once, on two cores that other servers share. */
    private static final Duration START = Duration.ofMinutes(3);

    private final Installation home;
    private final StripeSimulator stripe;
    private final String name;
    private final Store store;
    private final StoreDatabase database;
    private final Wires wires;
    private final int apiPort = Ports.free();
    private final int workerPort = Ports.free();
    private final Map<String, String> environment;
    private final Path logs;
    private final Deque<Running> processes = new ArrayDeque<>();

    /**
     * A worker or an API that runs.
     *
     * @param url where it answers
     */
    public record Running(JavaProcess process, URI url) implements AutoCloseable {

        /** Returns the address of its health, {@code liveness} or {@code readiness}. */
        public URI health(String health) {
            return url.resolve("/actuator/health/" + health);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * Makes the store; nothing of Payonce runs yet.
     *
     * @param stripe the account, which takes the installation's key
     * @param name the store's name, also the schema's and part of its address
     * @param logs where the two logs go, named after the store
     * @param settings further environment for worker and API
     */
    public Branch(Installation home, StripeSimulator stripe, String name, Path logs, Map<String, String> settings) {
        this.home = home;
        this.stripe = stripe;
        this.name = name;
        this.logs = logs;
        store = Store.create(home.mysql(), name, "wp_", "https://" + name + ".invalid", Clock.systemUTC());
        wires = new Wires(home.mysql(), home.redis(), home.temporal(), stripe);
        environment = environment(settings);
        database = new StoreDatabase(home.mysql(), store, settings.getOrDefault("PAYONCE_LEDGER", StoreSettings.LEDGER))
                .grant();
        Installation.forget(log("worker"), log("api"), log("migrate"));
    }

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> own = new TreeMap<>(wires.settings(store.schema()));
        own.put("SERVER_PORT", Integer.toString(apiPort));
        own.put("PAYONCE_WORKER_PORT", Integer.toString(workerPort));
        own.putAll(settings);
        return new TreeMap<>(home.settings(name, own));
    }

    /** Stops worker and API and starts both again with these settings besides; returns at once. */
    public Branch startAgain(Map<String, String> settings) {
        processes.forEach(each -> each.process().close());
        processes.clear();
        environment.putAll(settings);
        return start();
    }

    /** Migrates the ledger, starts worker and API, and returns at once. */
    public Branch start() {
        database.migrate(environment);
        return startUnmigrated();
    }

    /** Starts worker and API, whatever tables there are, and returns at once. */
    public Branch startUnmigrated() {
        run("worker", workerPort);
        run("api", apiPort);
        return this;
    }

    /** Runs the worker's command that makes the ledger's tables, and returns its exit code. */
    public int migrate() {
        try (JavaProcess command =
                home.run("worker", Role.MIGRATION, name + "-migrate", environment, log("migrate"), "migrate")) {
            int exit = command.awaitEnd(START);
            if (exit == 0) {
                database.grantTables();
            }
            return exit;
        }
    }

    /** Starts another worker or API of this store, with these settings besides; its log is named after it. */
    public Running another(String program, String as, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(settings);
        int port = Ports.free();
        all.put(program.equals("api") ? "SERVER_PORT" : "PAYONCE_WORKER_PORT", Integer.toString(port));
        database.migrate(all);
        return run(program, as, all, port);
    }

    private void run(String program, int port) {
        processes.add(run(program, program, environment, port));
    }

    private Running run(String program, String as, Map<String, String> settings, int port) {
        JavaProcess process =
                home.run(program, StoreDatabase.role(program, settings), name + "-" + as, settings, log(as));
        return new Running(process, URI.create("http://127.0.0.1:" + port));
    }

    /** @param health {@code liveness} or {@code readiness}; returns when both processes say so */
    public Branch await(String health) {
        processes.forEach(each -> each.process().awaitHttpOk(each.health(health), START));
        return this;
    }

    public String name() {
        return name;
    }

    public Store store() {
        return store;
    }

    public StripeSimulator stripe() {
        return stripe;
    }

    public Wires wires() {
        return wires;
    }

    /** Returns the worker among the processes that run now. */
    public JavaProcess worker() {
        return processes.getFirst().process();
    }

    /** Returns the API among the processes that run now. */
    public JavaProcess api() {
        return processes.getLast().process();
    }

    public URI apiUrl() {
        return URI.create("http://127.0.0.1:" + apiPort);
    }

    public URI workerUrl() {
        return URI.create("http://127.0.0.1:" + workerPort);
    }

    /** @param program {@code worker}, {@code api}, {@code migrate}, or another process's name */
    public Path log(String program) {
        return logs.resolve(name + "-" + program + ".log");
    }

    @Override
    public void close() {
        processes.forEach(each -> each.process().close());
        wires.close();
        store.drop();
    }
}
