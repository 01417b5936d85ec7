package dev.payonce.sandbox.installation;

import dev.payonce.servers.JavaProcess;
import dev.payonce.servers.Ports;
import dev.payonce.servers.store.DatabaseUsers.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * An extra worker of an installation's own store, behind wires of its own: it alone can be stopped half-way, cut off, or
 * killed, while the others go on.
 */
public final class ExtraWorker implements AutoCloseable {

    /** On two cores that others share. */
    private static final Duration START = Duration.ofSeconds(90);

    private final Wires wires;
    private final JavaProcess process;
    private final URI health;

    private ExtraWorker(Wires wires, JavaProcess process, URI health) {
        this.wires = wires;
        this.process = process;
        this.health = health;
    }

    /**
     * Starts it and returns at once.
     *
     * @param name of the process and of its log
     * @param logs the folder of the log
     */
    public static ExtraWorker start(Installation home, String name, Path logs) {
        Wires wires = new Wires(home.mysql(), home.redis(), home.temporal(), home.stripe());
        int port = Ports.free();
        Map<String, String> own = new TreeMap<>(wires.settings(home.store().schema()));
        own.put("PAYONCE_WORKER_PORT", Integer.toString(port));
        JavaProcess process =
                home.run("worker", Role.WORKER, name, home.settings(home.name(), own), logs.resolve(name + ".log"));
        return new ExtraWorker(wires, process, URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
    }

    /** Returns when it works. */
    public ExtraWorker awaitReady() {
        process.awaitHttpOk(health, START);
        return this;
    }

    /**
     * Cuts it off from Temporal and halts it, so that it gets no task. A worker that is only cut off would retry at ever
     * longer intervals, and would take over late.
     */
    public void standBack() {
        wires.temporal().refuse();
        process.pause();
    }

    /** Takes work again, as fast as one that never stood back. */
    public void stepIn() {
        wires.temporal().pass();
        process.resume();
    }

    public Wires wires() {
        return wires;
    }

    /** Kills it as {@code kill -9} does, and returns when it is gone. Its wires still hold what they held. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
        wires.close();
    }
}
