package dev.payonce.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A real Redis 6.2 on a free port that keeps nothing on disk: a kill empties it, which Payonce must bear. With
 * {@code PAYONCE_REDIS_URL} in the environment nothing is started and that server is used instead.
 */
public final class RedisServer extends EmbeddedServer {

    /** The options of a server that has data. */
    private static final List<String> DATA =
            List.of("--save \"\"", "--appendonly no", "--maxmemory 64mb", "--maxmemory-policy noeviction");

    /** A cluster's nodes talk to each other on their port and this number. */
    private static final int BUS = 10_000;

    private final URI url;

    private RedisServer(URI url, Optional<ChildProcess> own) {
        super(own);
        this.url = url;
    }

    public static RedisServer start() {
        return start(System.getenv());
    }

    static RedisServer start(Map<String, String> environment) {
        String given = environment.getOrDefault("PAYONCE_REDIS_URL", "");
        if (!given.isBlank()) {
            return new RedisServer(URI.create(given), Optional.empty());
        }
        return run(environment, DATA);
    }

    /** Starts a copy of another one, which may take its place. */
    public static RedisServer replicaOf(RedisServer master) {
        return run(System.getenv(), with("--replicaof 127.0.0.1 " + master.port()));
    }

    /** Starts a node of a cluster, which knows no other and serves no slot yet. */
    public static RedisServer clusterNode() {
        return run(Ports.freeWith(BUS), System.getenv(), with("--cluster-enabled yes"));
    }

    /**
     * Starts a server that speaks TLS on a port besides, and asks for no client's certificate.
     *
     * @param certificate a PEM file, as the key
     */
    public static RedisServer withTls(int port, Path certificate, Path key) {
        return run(
                System.getenv(),
                with(
                        "--tls-port " + port,
                        "--tls-auth-clients no",
                        "--tls-cert-file " + certificate,
                        "--tls-key-file " + key));
    }

    /** Starts a Sentinel that alone decides, within a second, that the master is gone. */
    public static RedisServer sentinelOf(RedisServer master, String name) {
        return run(
                System.getenv(),
                List.of(
                        "--sentinel",
                        "--sentinel monitor " + name + " 127.0.0.1 " + master.port() + " 1",
                        "--sentinel down-after-milliseconds " + name + " 500",
                        "--sentinel failover-timeout " + name + " 5000"));
    }

    private static RedisServer run(Map<String, String> environment, List<String> options) {
        return run(Ports.free(), environment, options);
    }

    private static RedisServer run(int port, Map<String, String> environment, List<String> options) {
        Path folder = RunFolder.create("redis");
        List<String> command = new ArrayList<>();
        command.add(program(environment).toString());
        command.add(settings(folder).toString()); // Sentinel keeps what it learns in this file.
        command.addAll(List.of("--port " + port, "--bind 127.0.0.1"));
        command.addAll(options);
        ChildProcess process = new ChildProcess("redis", folder, folder.resolve("redis.log"), command, Map.of());
        RedisServer server = new RedisServer(URI.create("redis://127.0.0.1:" + port), Optional.of(process));
        server.begin();
        return server;
    }

    private static Path settings(Path folder) {
        try {
            return Files.createFile(folder.resolve("redis.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(String... options) {
        return Stream.concat(DATA.stream(), Stream.of(options)).toList();
    }

    /** Returns the value of {@code PAYONCE_REDIS_URL}. */
    public String url() {
        return url.toString();
    }

    public int port() {
        return url.getPort();
    }

    /** Deletes all keys of the database that the URL names. */
    public void flush() {
        try (RedisClient redis = connect()) {
            redis.flushDB();
        }
    }

    @Override
    boolean answers() {
        try (RedisClient redis = connect()) {
            return "PONG".equals(redis.ping());
        } catch (JedisException notYet) {
            return false;
        }
    }

    private RedisClient connect() {
        return RedisClient.create(url);
    }

    private static Path program(Map<String, String> environment) {
        String name = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        if (name == null) {
            throw new IllegalStateException("There is no Redis for this machine in the box: start one of your own and"
                    + " name it in PAYONCE_REDIS_URL");
        }
        try {
            Path folder = CacheFolder.get(CacheFolder.root(environment), name.substring(1), draft -> {
                try (InputStream in = RedisServer.class.getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException(name + " is not on the class path");
                    }
                    Path file = draft.resolve("redis-server");
                    Files.copy(in, file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            });
            return folder.resolve("redis-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
