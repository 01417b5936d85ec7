package dev.payonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cell of the table of operations, from a literal. {@code docs/payments.md} shows the same cells. */
class OperationTableTest {

    private static final Path PAGE =
            (Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..")).resolve("docs/payments.md");
    private static final String START = "<!-- The table of operations: written by OperationTableTest -->\n";
    private static final String END = "<!-- The end of the table of operations -->";

    /** A dot keeps the status. */
    private static final String CELLS = """
            ,                 DUE,      UNKNOWN,  RESENT,   DONE, DECLINED, REFUSED,  ABSENT,   GIVEN_UP
            DONE_SHOWN,       DONE,     DONE,     DONE,     .,    DONE,     DONE,     DONE,     DONE
            DECLINED_SHOWN,   DECLINED, DECLINED, DECLINED, .,    .,        DECLINED, DECLINED, DECLINED
            LOST_SHOWN,       REFUSED,  REFUSED,  REFUSED,  .,    .,        .,        .,        .
            DECLINED_ANSWER,  DECLINED, DECLINED, DECLINED, .,    .,        .,        DECLINED, DECLINED
            REFUSED_ANSWER,   REFUSED,  REFUSED,  REFUSED,  .,    .,        .,        .,        .
            NOT_SENT,         UNKNOWN,  .,        UNKNOWN,  .,    .,        .,        .,        .
            NO_ANSWER,        UNKNOWN,  .,        UNKNOWN,  .,    .,        UNKNOWN,  UNKNOWN,  UNKNOWN
            MAY_COME,         UNKNOWN,  .,        UNKNOWN,  .,    .,        UNKNOWN,  UNKNOWN,  UNKNOWN
            NOT_LISTED,       .,        .,        .,        .,    .,        .,        .,        .
            RESENDABLE,       .,        RESENT,   .,        .,    .,        .,        .,        .
            PROVEN_ABSENT,    .,        ABSENT,   .,        .,    .,        .,        .,        .
            MAY_COME_OVERDUE, .,        .,        .,        .,    .,        .,        .,        .
            OBJECT_UNKNOWN,   .,        .,        .,        .,    .,        .,        .,        .
            GIVEN_UP,         .,        GIVEN_UP, .,        .,    .,        .,        .,        .
            """;

    static Stream<Arguments> cells() {
        List<List<String>> rows = CELLS.lines()
                .map(line -> Arrays.stream(line.split(",")).map(String::strip).toList())
                .toList();
        List<String> columns = rows.getFirst();
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, column -> column < columns.size(), column -> column + 1)
                        .map(column -> {
                            OperationStatus status = OperationStatus.valueOf(columns.get(column));
                            String next = row.get(column);
                            return Arguments.of(
                                    Evidence.valueOf(row.getFirst()),
                                    status,
                                    next.equals(".") ? status : OperationStatus.valueOf(next));
                        }));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void eachCellIsAsTheTableSays(Evidence evidence, OperationStatus status, OperationStatus next) {
        assertThat(OperationTable.next(status, evidence)).isEqualTo(next);
    }

    @Test
    void theTableHasEveryCellOnce() {
        assertThat(cells().map(each -> each.get()[0] + " " + each.get()[1]).toList())
                .doesNotHaveDuplicates()
                .hasSize(Evidence.values().length * OperationStatus.values().length);
    }

    /** With {@code -Dupdate-docs} it writes the page instead. */
    @Test
    void thePageShowsTheTable() throws IOException {
        String page = Files.readString(PAGE);
        String shown = page.substring(page.indexOf(START) + START.length(), page.indexOf(END));
        if (System.getProperty("update-docs") != null) {
            Files.writeString(PAGE, page.replace(START + shown + END, START + markdown() + END));
            return;
        }
        assertThat(shown).isEqualTo(markdown());
    }

    private static String markdown() {
        List<OperationStatus> all = List.of(OperationStatus.values());
        String header = "| `Evidence` | meaning | "
                + all.stream().map(each -> "`" + each + "`").collect(Collectors.joining(" | ")) + " |\n|---|---|"
                + "---|".repeat(all.size()) + "\n";
        return header
                + Arrays.stream(Evidence.values())
                        .map(evidence -> "| `%s` | %s | %s |\n"
                                .formatted(
                                        evidence,
                                        evidence.meaning(),
                                        all.stream()
                                                .map(status -> cell(status, evidence))
                                                .collect(Collectors.joining(" | "))))
                        .collect(Collectors.joining());
    }

    private static String cell(OperationStatus status, Evidence evidence) {
        OperationStatus next = OperationTable.next(status, evidence);
        return next == status ? "·" : "`" + next + "`";
    }
}
