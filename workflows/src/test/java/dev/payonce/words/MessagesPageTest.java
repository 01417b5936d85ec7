package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.words.Message.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The test that {@code docs/messages.md} lists the messages of the code; {@code -Dupdate-docs} writes the page. */
class MessagesPageTest {

    private static final Path PAGE = JavaSources.ROOT.resolve("docs/messages.md");
    private static final String INTRODUCTION = """
            # Messages

            This page is for operators, and for engineers who write a message. It lists the messages that people act on, each
            with the class that has it; `…` replaces a value. A message has state, cause and remedy, in that order.
            `MessagesPageTest` holds the page to the code, and writes it with `-Dupdate-docs`.
            """;

    @Test
    void thePageListsTheMessagesOfTheCode() throws IOException {
        List<Message> messages = new ArrayList<>(JavaMessages.of(JavaSources.ofProduction()));
        messages.addAll(PluginMessages.of(PluginMessages.SOURCES));
        String page = page(messages);
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
}
