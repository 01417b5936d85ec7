package dev.payonce.sandbox.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test of how {@code make test} shows a class of which tests were skipped. */
class SkippedTestsTest {

    private static final Path SCRIPT = Path.of("../scripts/progress").toAbsolutePath();

    @TempDir
    private Path folder;

    @BeforeEach
    void hasAReport() throws IOException {
        Path reports = Files.createDirectories(folder.resolve("servers/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-dev.payonce.ATest.xml"), """
                <testcase name="one" classname="dev.payonce.ATest">
                  <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: the description was not fetched
                    at dev.payonce.ATest.isFetched(ATest.java:7)
                ]]></skipped>
                </testcase>
                """);
    }

    @Test
    void aSkippedClassIsShownWithItsReasonAndAgainAtTheEnd() throws Exception {
        List<String> lines = shown(
                "[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 3, Time elapsed: 0.1 s -- in dev.payonce.ATest");

        assertThat(lines)
                .anyMatch(line -> line.endsWith("ATest: 3 tests, 3 SKIPPED (the description was not fetched), 0.1 s"));
        assertThat(lines).anyMatch(line -> line.contains("NOT ALL TESTS RAN") && line.endsWith(": ATest"));
    }

    @Test
    void aClassWhoseTestsAllRanIsShownAsBefore() throws Exception {
        List<String> lines = shown(
                "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in dev.payonce.ATest");

        assertThat(lines).anyMatch(line -> line.endsWith("ATest: 3 tests, 0.1 s"));
        assertThat(lines).noneMatch(line -> line.contains("NOT ALL"));
    }

    private List<String> shown(String line) throws Exception {
        Process process = new ProcessBuilder(SCRIPT.toString(), "test.log", "Testing", "echo", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader()) {
            List<String> lines = output.lines().toList();
            assertThat(process.waitFor()).isZero();
            return lines;
        }
    }
}
