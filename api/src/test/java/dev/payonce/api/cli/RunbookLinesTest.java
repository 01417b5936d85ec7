package dev.payonce.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test that each line of the runbook's command table is one that the command line understands, and none is missing. */
class RunbookLinesTest {

    private static final Pattern TABLE =
            Pattern.compile("(?s)\\| command \\| effect \\|\\n\\|---\\|---\\|\\n(.*?)\\n\\n");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @AutoClose
    private static final PageScene scene = new PageScene();

    @BeforeEach
    void set() {
        scene.set();
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        return TABLE.matcher(page)
                .results()
                .map(MatchResult::group)
                .flatMap(table -> ROW.matcher(table).results().map(row -> row.group(1)))
                .toList();
    }

    private static String[] words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);
    }

    @Test
    void eachLineIsUnderstood() throws IOException {
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(10);
        for (String row : rows) {
            StringWriter err = new StringWriter();
            Map<String, String> environment = Map.of(
                    "PAYONCE_URL",
                    scene.at("").toString(),
                    "PAYONCE_TOKEN",
                    PageScene.token(Role.OPERATOR),
                    "PAYONCE_DATABASE_URL",
                    "jdbc:mysql://127.0.0.1:9/shop");
            int code = CommandLineTool.run(
                    environment, new PrintWriter(new StringWriter()), new PrintWriter(err, true), words(row));
            assertThat(code).as(row + ": " + err).isNotEqualTo(CommandLineTool.WRONG);
        }
    }

    @Test
    void eachCommandHasALine() throws IOException {
        StringWriter help = new StringWriter();
        int _ = CommandLineTool.run(Map.of(), new PrintWriter(help, true), new PrintWriter(help, true), "--help");
        List<String> known = new ArrayList<>(help.toString()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> line.matches("  \\S.*"))
                .map(line -> line.strip().replaceFirst("\\s.*", ""))
                .toList());

        assertThat(known).hasSizeGreaterThan(8);
        assertThat(rows()).extracting(row -> words(row)[0]).containsAll(known);
    }
}
