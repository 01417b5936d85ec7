package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check that files and packages stay small enough to be read in one go. */
class SizesTest {

    private static final int LONGEST = 300;
    private static final int LONG = 180;
    private static final int MEDIAN = 70;
    private static final int FILES_A_PACKAGE = 30;

    private final List<JavaFile> files = files();

    private record JavaFile(Path path, int lines) {

        boolean isMain() {
            return path.toString().contains("/src/main/");
        }
    }

    @Test
    void noFileIsLongerThanThreeHundredLines() {
        assertThat(files)
                .hasSizeGreaterThan(500)
                .filteredOn(file -> file.lines() > LONGEST)
                .isEmpty();
    }

    @Test
    void nineOfTenMainFilesStayBelowOneHundredAndEightyLinesAndHalfOfThemBelowSeventy() {
        List<JavaFile> main = files.stream()
                .filter(JavaFile::isMain)
                .sorted(Comparator.comparingInt(JavaFile::lines))
                .toList();

        assertThat(main.get(main.size() / 2).lines()).isLessThanOrEqualTo(MEDIAN);
        assertThat(main.get(main.size() * 9 / 10).lines()).isLessThan(LONG);
    }

    @Test
    void noPackageHasMoreThanThirtyFiles() {
        Map<Path, Long> packages =
                files.stream().collect(Collectors.groupingBy(file -> file.path().getParent(), Collectors.counting()));

        assertThat(packages).hasSizeGreaterThan(50);
        assertThat(packages.entrySet())
                .filteredOn(each -> each.getValue() > FILES_A_PACKAGE)
                .isEmpty();
    }

    private static List<JavaFile> files() {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SizesTest::below)
                    .toList();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Stream<JavaFile> below(Path sources) {
        try (Stream<Path> found = Files.walk(sources)) {
            return found
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> new JavaFile(file, lines(file)))
                    .toList()
                    .stream();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
