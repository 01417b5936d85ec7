package dev.payonce.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A real Redis 6.2 on a free port that keeps nothing on disk: a kill empties it, which Payonce must bear. With
 * {@code PAYONCE_REDIS_URL} in the environment nothing is started and that server is used instead.
 */
public final class RedisServer extends EmbeddedServer {

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
        Path program = program(environment);
        Path folder = RunFolder.create("redis");
        int port = Ports.free();
        ChildProcess process =
                new ChildProcess("redis", folder, folder.resolve("redis.log"), command(program, port), Map.of());
        RedisServer server = new RedisServer(URI.create("redis://127.0.0.1:" + port), Optional.of(process));
        server.begin();
        return server;
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

    private static List<String> command(Path program, int port) {
        return List.of(
                program.toString(),
                "--port " + port,
                "--bind 127.0.0.1",
                "--save \"\"",
                "--appendonly no",
                "--maxmemory 64mb",
                "--maxmemory-policy noeviction");
    }
}
