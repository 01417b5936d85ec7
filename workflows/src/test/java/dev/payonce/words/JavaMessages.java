package dev.payonce.words;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.payonce.words.MessagesPageTest.Message;
import dev.payonce.words.MessagesPageTest.Message.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** The messages that people act on, as the compiler's parser finds them in the code; values are shown as an ellipsis. */
final class JavaMessages extends TreeScanner<Void, Void> {

    private static final String VALUE = "…";

    private final List<Message> messages = new ArrayList<>();
    private final Map<String, String> constants = new HashMap<>();
    private final String type;
    private @Nullable Kind within;

    private JavaMessages(String type) {
        this.type = type;
    }

    /** Returns the messages of these files, in their order. */
    static List<Message> of(Collection<Path> files) {
        return JavaSources.parse(files, task -> {
            List<Message> all = new ArrayList<>();
            for (var unit : task.parse()) {
                String file =
                        Path.of(unit.getSourceFile().getName()).getFileName().toString();
                JavaMessages found = new JavaMessages(file.replace(".java", ""));
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
            case "wait", "refuse" -> {
                if (type.equals("SqlErrors")) {
                    add(Kind.FAILURE, call, 1, text(call.getArguments().getFirst()));
                }
            }
            case "add" -> {
                if (receiver.equals("complaints")) {
                    add(Kind.SETTING, call, 0, "");
                }
            }
            case "required", "optional", "secret" -> {
                if (receiver.matches("reading|settings")) {
                    setting(call, name);
                }
            }
            case "details" -> call.getArguments().forEach(part -> add(Kind.DETAILS, part, ""));
            default -> {}
        }
        return super.visitMethodInvocation(call, null);
    }

    /** Adds the message of an exception that a caller or the start shows. */
    @Override
    public Void visitNewClass(NewClassTree made, Void unused) {
        List<? extends ExpressionTree> arguments = made.getArguments();
        switch (made.getIdentifier().toString()) {
            case "InvalidRequest" ->
                add(Kind.PROBLEM, arguments.size() == 1 ? text(arguments.getFirst()) : field(arguments), "BAD_REQUEST");
            case "IllegalArgumentException" -> {
                if (text(arguments.getFirst()).matches("(?s).*(PAYONCE_|TEMPORAL_|cannot be used).*")) {
                    add(Kind.SETTING, arguments.getFirst(), "");
                }
            }
            default -> {}
        }
        return super.visitNewClass(made, null);
    }

    private String field(List<? extends ExpressionTree> arguments) {
        return "The field \"" + text(arguments.getFirst()) + "\" " + text(arguments.getLast()) + ".";
    }

    /** Adds the expected form of a setting, at the place that the method has for it. */
    private void setting(MethodInvocationTree call, String method) {
        int count = call.getArguments().size();
        int expected = method.equals("secret") ? 1 : count - 2;
        if (count > 1 && expected > 0) {
            String form = text(call.getArguments().get(expected));
            if (form.matches("(?s).*[A-Za-z]{2}.*")) {
                String name = text(call.getArguments().getFirst());
                messages.add(new Message(Kind.SETTING, type, name, VALUE + " cannot be used: " + form));
            }
        }
    }

    /** Adds the sentences of a method {@code warnings} or {@code complaints}, too: the start shows them. */
    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        if (type.equals("ErrorHandler") && method.getName().contentEquals("detail")) {
            return new Texts(Kind.PROBLEM).scan(method, null);
        }
        within = switch (method.getName().toString()) {
            case "warning", "warnings" -> Kind.LOG;
            case "complaints" -> Kind.SETTING;
            default -> null;
        };
        super.visitMethod(method, null);
        within = null;
        return null;
    }

    /** Keeps a constant's text, for the messages that name it. */
    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
        if (variable.getModifiers().getFlags().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL))
                && variable.getInitializer() instanceof LiteralTree literal) {
            constants.put(variable.getName().toString(), String.valueOf(literal.getValue()));
        }
        return super.visitVariable(variable, null);
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
        if (within != null) {
            add(within, text, within == Kind.LOG ? "WARN" : "");
            return true;
        }
        Optional<Kind> kind = switch (type) {
            case "NotePolicy", "OrderNotes", "ReversalEffects" -> Optional.of(Kind.NOTE);
            case "DecisionReader" -> Optional.of(Kind.REFUSAL);
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
        add(kind, text(text), about);
    }

    private void add(Kind kind, String text, String about) {
        String message = text.replaceAll("\\{}|%[sd]", VALUE).strip();
        if (message.matches("(?s).*[A-Za-z]{2}.*")) {
            if ((kind != Kind.NOTE && kind != Kind.REFUSAL && within == null) || message.contains(" ")) {
                messages.add(new Message(kind, type, about, message));
            }
        }
    }

    private String text(Tree text) {
        return switch (text) {
            case LiteralTree literal -> String.valueOf(literal.getValue());
            case IdentifierTree constant ->
                constants.getOrDefault(constant.getName().toString(), VALUE);
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
