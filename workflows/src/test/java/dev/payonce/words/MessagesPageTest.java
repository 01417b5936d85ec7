package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.words.Message.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test that {@code docs/messages.md} lists the messages of the code; {@code -Dupdate-docs} writes the page. */
class MessagesPageTest {

    private static final Path ROOT = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/messages.md");
    private static final String INTRODUCTION = """
            # Messages

            This page is for operators, and for engineers who write a message. It lists the messages that people act on, each
            with the class that has it; `…` replaces a value. A message has state, cause and remedy, in that order.
            `MessagesPageTest` holds the page to the code, and writes it with `-Dupdate-docs`.
            """;

    @Test
    void thePageListsTheMessagesOfTheCode() throws IOException {
        String page = page(Messages.of(sources()));
        if (System.getProperty("update-docs") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).as("-Dupdate-docs writes the page").isEqualTo(page);
    }

    private static String page(List<Message> messages) {
        assertThat(messages.stream().map(Message::kind)).contains(Kind.values());
        return INTRODUCTION
                + Arrays.stream(Kind.values())
                        .map(kind -> section(kind, messages))
                        .collect(Collectors.joining());
    }

    private static String section(Kind kind, List<Message> messages) {
        String first = kind.about.isEmpty() ? "" : " " + kind.about + " |";
        return messages.stream()
                .filter(message -> message.kind() == kind)
                .map(Message::row)
                .distinct()
                .collect(Collectors.joining(
                        "\n",
                        "\n## " + kind.heading + "\n\n|" + first + " message | class |\n|"
                                + (first.isEmpty() ? "" : "---|") + "---|---|\n",
                        "\n"));
    }

    private static List<Path> sources() {
        return Stream.of("activities", "api", "process", "worker", "workflows")
                .map(module -> ROOT.resolve(module + "/src/main/java"))
                .flatMap(folder -> walk(folder).stream())
                .toList();
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new AssertionError(folder + " cannot be read", unreadable);
        }
    }
}
