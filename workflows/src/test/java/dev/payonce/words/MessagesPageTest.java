package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
        String page = page(Messages.of(JavaSources.ofProduction()));
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

    /** The place where people see a message, with its heading in {@code docs/messages.md}. */
    private enum Kind {
        PROBLEM("Problems of the API", "status"),
        LOG("Log lines at WARN and above", "level"),
        DETAILS("Details in the Temporal UI", ""),
        FAILURE("Failures of activities, in the Temporal UI and in the log", "code"),
        NOTE("Notes in the order's timeline", ""),
        HISTORY("Sentences of a payment's history", "");

        final String heading;
        final String about;

        Kind(String heading, String about) {
            this.heading = heading;
            this.about = about;
        }
    }

    /**
     * A message that people act on.
     *
     * @param type the class that has it
     * @param about its level, status or code; empty where it has none
     */
    private record Message(Kind kind, String type, String about, String text) {

        /** Returns the message as a row of its kind's table. */
        String row() {
            String cells = kind.about.isEmpty() ? "" : " " + (about.isBlank() ? "" : "`" + about + "`") + " |";
            return "|" + cells + " " + text.replace("\n", " ").replace("|", "\\|") + " | `" + type + "` |";
        }
    }

    /** The messages that people act on, as the compiler's parser finds them in the code; values are shown as an ellipsis. */
    private static final class Messages extends TreeScanner<Void, Void> {

        private static final String VALUE = "…";

        private final List<Message> messages = new ArrayList<>();
        private final String type;
        private boolean warns;

        private Messages(String type) {
            this.type = type;
        }

        /** Returns the messages of these files, in their order. */
        static List<Message> of(Collection<Path> files) {
            return JavaSources.parse(files, task -> {
                List<Message> all = new ArrayList<>();
                for (var unit : task.parse()) {
                    String file = Path.of(unit.getSourceFile().getName())
                            .getFileName()
                            .toString();
                    Messages found = new Messages(file.replace(".java", ""));
                    found.scan(unit, null);
                    all.addAll(found.messages);
                }
                return all;
            });
        }

        /** Adds the message of a call that logs, refuses, fails or shows. */
        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
            String name = call.getMethodSelect() instanceof MemberSelectTree select
                    ? select.getIdentifier().toString()
                    : call.getMethodSelect().toString();
            String receiver = call.getMethodSelect() instanceof MemberSelectTree select
                    ? select.getExpression().toString()
                    : "";
            switch (name) {
                case "sql" -> {
                    return null;
                }
                case "warn", "error" -> add(Kind.LOG, call, 0, name.toUpperCase(java.util.Locale.ROOT));
                case "log" -> {
                    if (!receiver.matches("(?s).*at(Info|Debug|Trace|Level)\\(.*")) {
                        add(Kind.LOG, call, 0, receiver.contains("atError") ? "ERROR" : "WARN");
                    }
                }
                case "of" -> {
                    if (receiver.equals("Problem")) {
                        add(
                                Kind.PROBLEM,
                                call,
                                1,
                                call.getArguments().getFirst().toString().replace("HttpStatus.", ""));
                    }
                }
                case "later" -> add(Kind.PROBLEM, call, 0, "SERVICE_UNAVAILABLE");
                case "nonRetryable", "transientOne" ->
                    add(Kind.FAILURE, call, 1, text(call.getArguments().getFirst()));
                case "details" -> call.getArguments().forEach(part -> add(Kind.DETAILS, part, ""));
                default -> {}
            }
            return super.visitMethodInvocation(call, null);
        }

        /** Adds the sentences of a method {@code warning} or {@code warnings}, too: the start logs them. */
        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (type.equals("ErrorHandler") && method.getName().contentEquals("detail")) {
                return new Texts(Kind.PROBLEM).scan(method, null);
            }
            warns = method.getName().toString().matches("warnings?");
            super.visitMethod(method, null);
            warns = false;
            return null;
        }

        @Override
        public Void visitBinary(BinaryTree sum, Void unused) {
            return whole(sum) ? null : super.visitBinary(sum, null);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void unused) {
            whole(literal);
            return null;
        }

        /** Adds a text of a place whose texts are all for people. */
        private boolean whole(ExpressionTree text) {
            if (warns) {
                add(Kind.LOG, text, "WARN");
                return true;
            }
            Optional<Kind> kind = switch (type) {
                case "OrderNotes" -> Optional.of(Kind.NOTE);
                case "EntryDescription" -> Optional.of(Kind.HISTORY);
                default -> Optional.empty();
            };
            kind.ifPresent(known -> add(known, text, ""));
            return kind.isPresent();
        }

        private void add(Kind kind, MethodInvocationTree call, int argument, String about) {
            if (call.getArguments().size() > argument) {
                add(kind, call.getArguments().get(argument), about);
            }
        }

        private void add(Kind kind, ExpressionTree text, String about) {
            String message = text(text).replaceAll("\\{}|%[sd]", VALUE).strip();
            if (message.matches("(?s).*[A-Za-z]{2}.*")) {
                if ((kind != Kind.NOTE && !warns) || message.contains(" ")) {
                    messages.add(new Message(kind, type, about, message));
                }
            }
        }

        private static String text(Tree text) {
            return switch (text) {
                case LiteralTree literal -> String.valueOf(literal.getValue());
                case ParenthesizedTree inner -> text(inner.getExpression());
                case BinaryTree sum
                when sum.getKind() == Tree.Kind.PLUS -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
                case ConditionalExpressionTree either ->
                    text(either.getTrueExpression()) + " / " + text(either.getFalseExpression());
                case MethodInvocationTree call
                when call.getMethodSelect() instanceof MemberSelectTree select
                        && select.getIdentifier().contentEquals("formatted") -> text(select.getExpression());
                default -> VALUE;
            };
        }

        /** A scanner of a method all of whose texts are messages. */
        private final class Texts extends TreeScanner<Void, Void> {

            private final Kind kind;

            private Texts(Kind kind) {
                this.kind = kind;
            }

            @Override
            public Void visitLiteral(LiteralTree literal, Void unused) {
                if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
                    add(kind, literal, "");
                }
                return null;
            }
        }
    }
}
