package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The test of an end by a signal: a program of its own starts a server and gets SIGTERM. Ctrl-C's SIGINT takes the same way in
 * Java, but a shell that starts a program in the background lets it ignore SIGINT.
 */
class ExitTest {

    @Test
    void nothingIsLeftWhenASignalEndsTheProgram() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = program.inputReader()) {
            long pid = Long.parseLong(said.readLine());
            Path folder = Path.of(said.readLine());
            assertThat(ProcessHandle.of(pid)).isPresent();

            new ProcessBuilder("kill", "-TERM", Long.toString(program.pid()))
                    .start()
                    .waitFor();

            assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(143);
            assertThat(ProcessHandle.of(pid)).isEmpty();
            assertThat(Files.exists(folder)).isFalse();
        } finally {
            program.destroyForcibly();
        }
    }

    /** A program that starts a server, prints its process, and waits for its end. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws IOException {
            RedisServer server = RedisServer.start();
            System.out.println(server.ours().pid());
            System.out.println(server.ours().folder());
            System.in.read();
        }
    }
}
