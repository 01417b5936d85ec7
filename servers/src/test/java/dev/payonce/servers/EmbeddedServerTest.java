package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of what all servers share. */
class EmbeddedServerTest {

    private static Stream<Named<Supplier<EmbeddedServer>>> servers() {
        return Stream.of(
                Named.of("MySQL", MySqlServer::start),
                Named.of("Redis", RedisServer::start),
                Named.of("Temporal", TemporalServer::start));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nothingIsLeftAfterClose(Supplier<EmbeddedServer> start) {
        EmbeddedServer server = start.get();
        long pid = server.ours().pid();
        Path folder = server.ours().folder();

        server.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(Files.exists(folder)).isFalse();
    }
}
