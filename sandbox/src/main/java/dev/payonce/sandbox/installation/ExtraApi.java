package dev.payonce.sandbox.installation;

import dev.payonce.servers.JavaProcess;
import dev.payonce.servers.Ports;
import dev.payonce.servers.store.DatabaseUsers.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A second API of an installation's own store, as a merchant runs two of them behind one address. */
public final class ExtraApi implements AutoCloseable {

    /** On two cores that others share. */
    private static final Duration START = Duration.ofSeconds(90);

    private final JavaProcess process;
    private final StoreProgram store;

    private ExtraApi(JavaProcess process, StoreProgram store) {
        this.process = process;
        this.store = store;
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param name of the process and of its log
     * @param logs the folder of the log
     */
    public static ExtraApi start(Installation home, String name, Path logs) {
        int port = Ports.free();
        Map<String, String> settings = home.settings(home.name(), Map.of("SERVER_PORT", Integer.toString(port)));
        JavaProcess process = home.run("api", Role.API, name, settings, logs.resolve(name + ".log"));
        URI url = URI.create("http://127.0.0.1:" + port);
        ExtraApi api = new ExtraApi(process, new StoreProgram(url, home.credentials()));
        process.awaitHttpOk(url.resolve("/actuator/health/readiness"), START);
        return api;
    }

    /** Returns the store's program that sends its requests to this API. */
    public StoreProgram store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
        process.close();
    }
}
