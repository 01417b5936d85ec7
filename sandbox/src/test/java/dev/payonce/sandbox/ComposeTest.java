package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern SETTING = Pattern.compile("^\\| `([A-Z_]+)`", Pattern.MULTILINE);

    @Test
    void handsOnEverySettingThatTheReadmeNames() throws IOException {
        String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(SETTING.matcher(readme).results().map(MatchResult::group).count())
                .as("settings in the table")
                .isGreaterThan(20);
        assertThat(SETTING.matcher(readme).results().map(found -> found.group(1)))
                .allMatch(name -> compose.contains(" " + name + ": "));
    }
}
