package dev.payonce.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two jars that are installed, and the lines that they log at their start. */
class JarsIT {

    @ParameterizedTest
    @ValueSource(strings = {"worker", "api"})
    void aJarCarriesItsVersionTheLicenseAndTheNotice(String program) throws IOException {
        try (JarFile jar = new JarFile(program + "/target/payonce-" + program + ".jar")) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE")).isEqualTo(Files.readString(Path.of("NOTICE")));
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(version());
        }
    }

    @Test
    void workerAndApiLogVersionAndConfigurationAtTheirStart(Shop shop) throws IOException {
        assertThat(shop).isNotNull();
        for (String program : new String[] {"worker", "api"}) {
            assertThat(Files.readString(Shop.LOGS.resolve(program + ".log")))
                    .containsPattern("Application " + Pattern.quote(version()) + " starts with \\w+Settings\\[");
        }
    }

    private static String text(JarFile jar, String entry) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), UTF_8);
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
