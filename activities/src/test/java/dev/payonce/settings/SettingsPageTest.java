package dev.payonce.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The test that {@code docs/configuration.md} lists the settings of the catalogue; {@code -Dupdate-docs} writes it. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final String HEAD = "| setting | read by | default | meaning |\n|---|---|---|---|\n";

    @Test
    void thePageListsTheSettingsOfTheCatalogue() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(HEAD) + HEAD.length();
        String table = SettingCatalogue.rows().stream()
                .filter(row -> !row.readBy().equals("tools"))
                .map(row ->
                        "| `%s` | %s | %s | %s |%n".formatted(row.name(), row.readBy(), row.otherwise(), row.meaning()))
                .collect(Collectors.joining());
        String wanted = page.substring(0, from) + table + page.substring(page.indexOf("\n\n", from - 1) + 1);
        if (System.getProperty("update-docs") != null) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(Files.readString(PAGE)).as("-Dupdate-docs writes the page").isEqualTo(wanted);
    }
}
