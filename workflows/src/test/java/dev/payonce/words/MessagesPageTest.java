package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.words.MessagesPageTest.Message.Kind;
import dev.payonce.words.PluginMessagesTest.PluginMessages;
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

    /**
     * A message that people act on.
     *
     * @param type the class that has it
     * @param about its level, status or code; empty where it has none
     */
    record Message(Kind kind, String type, String about, String text) {

        /** Returns the message as a row of its kind's table. */
        String row() {
            String cells = kind.about.isEmpty() ? "" : " " + (about.isBlank() ? "" : "`" + about + "`") + " |";
            return "|" + cells + " " + text.replace("\n", " ").replace("|", "\\|") + " | `" + type + "` |";
        }

        /** The place where people see a message, with its heading in {@code docs/messages.md}. */
        enum Kind {
            PROBLEM("Problems of the API", "status"),
            REFUSAL("Refusals of updates, `decide` among them", ""),
            SETTING("Complaints about settings, at the start", "setting"),
            LOG("Log lines at WARN and above", "level"),
            DETAILS("Details in the Temporal UI", ""),
            FAILURE("Failures of activities, in the Temporal UI and in the log", "code"),
            NOTE("Notes in the order's timeline", ""),
            HISTORY("Sentences of a payment's history", ""),
            PLUGIN_NOTE("Notes in the order's timeline, by the companion plugin", ""),
            PLUGIN_LOG("Log lines of the companion plugin, in WooCommerce > Status > Logs", "level");

            final String heading;
            final String about;

            Kind(String heading, String about) {
                this.heading = heading;
                this.about = about;
            }
        }
    }
}
