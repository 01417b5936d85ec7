package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.words.MessagesPageTest.Message;
import dev.payonce.words.MessagesPageTest.Message.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the reader of the companion plugin's messages. */
class PluginMessagesTest {

    @Test
    void aNoteIsListedWithItsValuesLeftOut() {
        assertThat(
                        texts(
                                "$order->update_status( 'failed', sprintf( __( 'Refund %1$s isn\\'t done.', 'payonce' ), $id ) );"))
                .containsExactly("Refund … isn't done.");
    }

    @Test
    void aLogLineIsListedWithItsValuesLeftOut() {
        assertThat(texts("Log::warn( 'A mail of ' . current_filter() . ' is late.' );"))
                .containsExactly("A mail of … is late.");
        assertThat(texts("Log::error( \"Effect {$effect->id} of $order_id failed.\" );"))
                .containsExactly("Effect … of … failed.");
    }

    @Test
    void aTextForAnotherPlaceIsNotListed() {
        assertThat(texts("return new \\WP_Error( 'payonce', __( 'Enter the amount.', 'payonce' ) );"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$order->add_order_note(", "Log::error(", "$order->update_status( 'failed', 'A bare text.' );"})
    void aCallThatCannotBeReadFails(String line) {
        assertThatThrownBy(() -> texts(line)).hasMessageContaining("in one line");
    }

    private static Stream<String> texts(String line) {
        return PluginMessages.of("Client", List.of(line)).map(Message::text).toList().stream();
    }

    /**
     * The messages of the companion plugin that people act on: its notes on orders and its log lines. The plugin's code writes
     * each of them in one line; a call in a form that these patterns cannot read fails the test.
     */
    static final class PluginMessages {

        static final Path SOURCES = JavaSources.ROOT.resolve("wordpress/payonce/src");

        private static final Pattern NOTE =
                Pattern.compile("add_order_note\\(|update_status\\(|\\$notes?(\\[[^]]*])? *= *(sprintf\\(|__)");
        private static final Pattern NOTE_OF_ANOTHER_LINE = Pattern.compile("\\$note\\b|Notes::|self::\\$notes");
        private static final Pattern TRANSLATED = Pattern.compile("__\\( '((?:[^'\\\\]|\\\\.)*)', 'payonce' \\)");
        private static final Pattern LOG = Pattern.compile("\\bLog::(warn|error)\\((?: (.*) \\);)?");
        private static final Pattern STRING = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"");
        private static final String VALUE = "…";

        private PluginMessages() {}

        /** Returns the messages of these sources, in the order of their files. */
        static List<Message> of(Path sources) {
            try (Stream<Path> files = Files.walk(sources)) {
                return files.filter(file -> file.toString().endsWith(".php"))
                        .sorted()
                        .flatMap(file -> of(
                                sources.relativize(file)
                                        .toString()
                                        .replace(".php", "")
                                        .replace('/', '\\'),
                                lines(file)))
                        .toList();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static List<String> lines(Path file) {
            try {
                return Files.readAllLines(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        /** Returns the messages of one class. */
        static Stream<Message> of(String type, List<String> lines) {
            return lines.stream().flatMap(line -> Stream.concat(notes(type, line), logs(type, line)));
        }

        private static Stream<Message> notes(String type, String line) {
            boolean note = NOTE.matcher(line).find();
            List<Message> notes = TRANSLATED
                    .matcher(note || type.endsWith("\\Notes") ? line : "")
                    .results()
                    .map(text -> new Message(Kind.PLUGIN_NOTE, type, "", values(text.group(1))))
                    .filter(message -> message.text().matches(".*[A-Za-z]{2}.*"))
                    .toList();
            if (note && notes.isEmpty() && !NOTE_OF_ANOTHER_LINE.matcher(line).find()) {
                throw unreadable(type, line);
            }
            return notes.stream();
        }

        private static Stream<Message> logs(String type, String line) {
            return LOG.matcher(line).results().map(call -> {
                if (call.group(2) == null) {
                    throw unreadable(type, line);
                }
                String level = call.group(1).toUpperCase(Locale.ROOT);
                return new Message(Kind.PLUGIN_LOG, type, level, expression(call.group(2)));
            });
        }

        /** Returns the text of a concatenation of strings and values. */
        private static String expression(String php) {
            StringBuilder text = new StringBuilder();
            Matcher string = STRING.matcher(php);
            int end = 0;
            while (string.find()) {
                text.append(between(php.substring(end, string.start())));
                text.append(
                        string.group(1) != null
                                ? values(string.group(1))
                                : values(string.group(2).replaceAll("\\{\\$[^}]*}|\\$\\w+", VALUE)));
                end = string.end();
            }
            return text.append(between(php.substring(end))).toString();
        }

        private static String between(String code) {
            return code.replace(".", "").isBlank() ? "" : VALUE;
        }

        private static String values(String text) {
            return text.replaceAll("%(\\d\\$)?[sd]", VALUE).replaceAll("\\\\(.)", "$1");
        }

        private static IllegalStateException unreadable(String type, String line) {
            return new IllegalStateException(
                    type + ": the list of messages cannot read this call. Write it and its text in one line: "
                            + line.strip());
        }
    }
}
