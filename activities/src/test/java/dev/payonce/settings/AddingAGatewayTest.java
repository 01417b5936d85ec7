package dev.payonce.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.GatewayContract;
import dev.payonce.gateway.GatewayModule;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk through docs/adding-a-gateway.md, block by block, which keeps the page true. */
class AddingAGatewayTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```\\w+ (\\S+/\\S+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** The folders whose files end up on a class path. */
    private static final Pattern ROOT = Pattern.compile("activities/src/(main|test)/(java|resources)/");

    @TempDir
    Path folder;

    @Test
    void theGatewayOfThePageIsFoundAndKeepsTheContractsFirstCase() throws Exception {
        Map<String, String> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(6);

        walk(blocks);
    }

    @Test
    void theWalkFailsWithoutTheLineThatMakesTheGatewayKnown() throws IOException {
        Map<String, String> blocks = blocks();
        assertThat(blocks.keySet().removeIf(file -> file.contains("META-INF/services")))
                .isTrue();

        assertThatThrownBy(() -> walk(blocks)).hasMessageContaining("PAYONCE_GATEWAYS cannot be used");
    }

    @Test
    void aBlockThatDoesNotCompileFailsTheWalk() throws IOException {
        assertThatThrownBy(() -> walk(changed("AcmeModule.java", "public boolean live()", "public boolean alive()")))
                .hasMessageContaining("AcmeModule");
    }

    @Test
    void aBlockThatIsWrongFailsTheWalk() throws IOException {
        assertThatThrownBy(() -> walk(changed("AcmeGateway.java", "? Stage.CAPTURED", "? Stage.PENDING")))
                .hasMessageContaining("CAPTURED");
    }

    private static Map<String, String> changed(String file, String from, String to) throws IOException {
        Map<String, String> blocks = blocks();
        blocks.replaceAll((name, text) -> name.endsWith("/" + file) ? text.replace(from, to) : text);
        assertThat(blocks).isNotEqualTo(blocks());
        return blocks;
    }

    private void walk(Map<String, String> blocks) throws Exception {
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            Path file = folder.resolve(ROOT.matcher(block.getKey()).replaceFirst(""));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.getValue());
            if (file.toString().endsWith(".java")) {
                sources.add(file);
            }
        }
        compile(sources);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, AddingAGatewayTest.class.getClassLoader())) {
            GatewayModule acme = module(loader);
            assertThat(acme.account()).isEqualTo("acme");
            assertThat(acme.webhook().account()).isEqualTo("acme");
            assertThat(acme.toString()).doesNotContain("hidden");
            runFirstCase(loader.loadClass("dev.payonce.gateway.acme.AcmeGatewayTest"));
        }
    }

    /** Finds the module as the processes do: by the class loader of the thread that starts. */
    private static GatewayModule module(ClassLoader loader) throws Exception {
        Map<String, String> environment = Map.of(
                "PAYONCE_GATEWAYS", "acme",
                "ACME_API_KEY", "test_hidden1",
                "ACME_WEBHOOK_SECRETS", "hidden2hidden2hidden2");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            SettingsReader reading = new SettingsReader(environment);
            List<GatewayModule> modules = GatewayModules.read(reading, Program.API, "");
            reading.complete();
            return modules.getFirst();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void runFirstCase(Class<?> test) throws Exception {
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method first = GatewayContract.class.getDeclaredMethod("aCapturedPaymentIsFoundWithWhatWasCaptured");
        first.setAccessible(true);
        try {
            first.invoke(constructor.newInstance());
        } catch (InvocationTargetException failed) {
            throw new AssertionError(failed.getCause().getMessage(), failed.getCause());
        }
    }

    private static void compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(complaints, null, null)) {
            List<String> options = List.of(
                    "-Werror",
                    "-Xlint:all,-processing,-serial,-classfile,-path",
                    "-proc:none",
                    "-classpath",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            boolean compiled = compiler.getTask(
                            null, files, complaints, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled)
                    .as(complaints.getDiagnostics().stream()
                            .map(Diagnostic::toString)
                            .collect(Collectors.joining("\n")))
                    .isTrue();
        }
        try (Stream<Path> made = Files.list(sources.getFirst().getParent())) {
            assertThat(made).anyMatch(file -> file.endsWith("AcmeGatewayTest.class"));
        }
    }

    private static Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        BLOCK.matcher(Files.readString(Path.of("../docs/adding-a-gateway.md")))
                .results()
                .forEach(found -> blocks.put(found.group(1), found.group(2)));
        return blocks;
    }
}
