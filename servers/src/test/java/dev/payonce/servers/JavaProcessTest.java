package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void startsWithItsEnvironmentAndComesBackAfterAKill() throws IOException {
        int port = Ports.free();
        URI url = URI.create("http://127.0.0.1:" + port + "/");
        Path log = folder.resolve("logs/tiny.log");
        try (JavaProcess process = JavaProcess.start("tiny", jar(), Map.of("TINY_PORT", Integer.toString(port)), log)) {
            process.awaitHttpOk(url, PATIENCE);

            process.kill();
            assertThat(process.isAlive()).isFalse();
            process.restart();
            process.awaitHttpOk(url, PATIENCE);

            assertThat(process.terminate(PATIENCE)).isEqualTo(143);
        }
        assertThat(log).content().contains("listening").contains("going");
    }

    @Test
    void aPausedProcessAnswersOnlyAfterItIsResumed() throws Exception {
        int port = Ports.free();
        URI url = URI.create("http://127.0.0.1:" + port + "/");
        Map<String, String> environment = Map.of("TINY_PORT", Integer.toString(port));
        try (JavaProcess process = JavaProcess.start("tiny", jar(), environment, folder.resolve("tiny.log"))) {
            process.awaitHttpOk(url, PATIENCE);
            process.pause();

            var answer = CompletableFuture.supplyAsync(() -> Http.get(url));
            assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            process.resume();

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPresent();
        }
    }

    @Test
    void aProcessThatDiesIsReportedWithItsLastWords() throws IOException {
        try (JavaProcess process = JavaProcess.start("tiny", jar(), Map.of(), folder.resolve("tiny.log"))) {
            assertThatThrownBy(() -> process.awaitHttpOk(URI.create("http://127.0.0.1:9/"), PATIENCE))
                    .hasMessageContaining("NumberFormatException");
        }
    }

    @Test
    void nothingIsLeftAfterClose() throws IOException {
        JavaProcess process = JavaProcess.start(
                "tiny", jar(), Map.of("TINY_PORT", Integer.toString(Ports.free())), folder.resolve("tiny.log"));
        long pid = process.pid();
        Path working = process.folder();

        process.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(Files.exists(working)).isFalse();
        assertThatThrownBy(process::restart).hasMessageContaining("closed");
    }

    private Path jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, TinyApplication.class.getName());
        String entry = TinyApplication.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("tiny.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest);
                var bytes = TinyApplication.class.getClassLoader().getResourceAsStream(entry)) {
            packed.putNextEntry(new JarEntry(entry));
            bytes.transferTo(packed);
        }
        return jar;
    }

    /** An application that is only alive: it answers 200 and says so when it comes and goes. */
    static final class TinyApplication {

        private TinyApplication() {}

        public static void main(String[] args) throws IOException {
            int port = Integer.parseInt(System.getenv("TINY_PORT"));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            System.out.println("listening");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("going")));
        }
    }
}
