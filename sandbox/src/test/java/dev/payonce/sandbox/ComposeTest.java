package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Compose file hands on each setting that docs/configuration.md lists. */
class ComposeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| (`[A-Z_`, ]+`) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");

    @Test
    void eachSettingIsHandedOn() throws IOException {
        String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
        List<String> settings = settings(Files.readString(ROOT.resolve("docs/configuration.md")));

        assertThat(settings).hasSizeGreaterThan(25).contains("PAYONCE_DATABASE_PASSWORD", "PAYONCE_ACCEPT_TABLES");
        assertThat(settings).allMatch(name -> compose.contains(" " + name + ": "));
    }

    /** Reads the first column; {@code _USER} after {@code PAYONCE_DATABASE_URL} stands for {@code PAYONCE_DATABASE_USER}. */
    private static List<String> settings(String page) {
        return ROW.matcher(page)
                .results()
                .map(row -> NAME.matcher(row.group(1))
                        .results()
                        .map(found -> found.group(1))
                        .toList())
                .flatMap(names -> names.stream()
                        .map(name -> name.startsWith("_") ? names.getFirst().replaceFirst("_[A-Z]+$", name) : name))
                .toList();
    }
}
