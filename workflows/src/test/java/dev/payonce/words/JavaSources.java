package dev.payonce.words;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.payonce.words.SentenceTest.Sentence;
import dev.payonce.words.SentenceTest.Sentence.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The project's Java files and their prose, for the tests that read them with the compiler's own parser. */
final class JavaSources {

    static final Path ROOT = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");

    private JavaSources() {}

    /** A reader of parsed files. */
    interface Reader<T> {
        T read(JavacTask task) throws IOException;
    }

    /** Returns the files of the modules that run in production, in their order. */
    static List<Path> ofProduction() {
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
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Parses these files. */
    static <T> T parse(Collection<Path> files, Reader<T> reader) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            return reader.read((JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A comment with its place in the file. */
    record Comment(int start, String text) {}

    /** Returns the comments, Javadoc among them; neighbouring comments of one line each are one text. */
    static Stream<Comment> comments(String source, NavigableMap<Integer, Integer> literals) {
        List<Comment> comments = new ArrayList<>();
        int at = 0;
        while (at < source.length() - 1) {
            Map.Entry<Integer, Integer> literal = literals.floorEntry(at);
            if (literal != null && literal.getValue() > at) {
                at = literal.getValue();
            } else if (source.startsWith("//", at)) {
                int end = end(source, "\n", at);
                add(comments, source, new Comment(at, source.substring(at + 2, end)));
                at = end;
            } else if (source.startsWith("/*", at)) {
                int end = end(source, "*/", at);
                comments.add(new Comment(at, source.substring(at, end).replaceAll("\n\\s*\\*", "\n")));
                at = end;
            } else {
                at++;
            }
        }
        return comments.stream();
    }

    /** Joins a line's comment to the one above it, for a banned pair of words may span two lines. */
    private static void add(List<Comment> comments, String source, Comment line) {
        if (!comments.isEmpty()) {
            Comment last = comments.getLast();
            int end = last.start() + 2 + last.text().length();
            if (end <= line.start() && source.substring(end, line.start()).isBlank()) {
                comments.removeLast();
                comments.add(new Comment(last.start(), last.text() + "\n" + line.text()));
                return;
            }
        }
        comments.add(line);
    }

    private static int end(String source, String mark, int from) {
        int found = source.indexOf(mark, from + 2);
        return found < 0 ? source.length() : found + (mark.equals("\n") ? 0 : mark.length());
    }

    /** Returns the prose of these files. */
    static List<Sentence> prose(Collection<Path> files) {
        return parse(files, JavaSources::read);
    }

    /** Returns the prose of this file object. */
    static List<Sentence> prose(JavaFileObject file) {
        try {
            return read((JavacTask)
                    ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of(), null, List.of(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Sentence> read(JavacTask task) throws IOException {
        DocTrees trees = DocTrees.instance(task);
        List<Sentence> all = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            Prose prose = new Prose(unit, trees);
            prose.scan(unit, null);
            all.addAll(prose.sentences);
            comments(prose.source, prose.literals)
                    .map(comment -> new Sentence(prose.place(comment.start()), Kind.TEXT, comment.text()))
                    .forEach(all::add);
        }
        return all;
    }

    /** The prose of one file: its Javadoc, comments, texts and names. */
    private static final class Prose extends TreePathScanner<Void, Void> {

        private final List<Sentence> sentences = new ArrayList<>();
        private final TreeMap<Integer, Integer> literals = new TreeMap<>();
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final String source;

        private Prose(CompilationUnitTree unit, DocTrees trees) throws IOException {
            this.unit = unit;
            this.trees = trees;
            this.source = unit.getSourceFile().getCharContent(true).toString();
        }

        @Override
        public Void visitPackage(PackageTree node, Void unused) {
            document(node, Kind.MEMBER);
            return super.visitPackage(node, null);
        }

        @Override
        public Void visitClass(ClassTree node, Void unused) {
            document(node, Kind.TYPE);
            name(node, Kind.NAME, node.getSimpleName().toString());
            return super.visitClass(node, null);
        }

        @Override
        public Void visitMethod(MethodTree node, Void unused) {
            boolean test = node.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().endsWith("Test"));
            boolean constructor = node.getReturnType() == null;
            document(node, test || constructor ? Kind.MEMBER : Kind.METHOD);
            name(node, test ? Kind.TEST : Kind.NAME, node.getName().toString());
            return super.visitMethod(node, null);
        }

        @Override
        public Void visitVariable(VariableTree node, Void unused) {
            document(node, Kind.MEMBER);
            name(node, Kind.NAME, node.getName().toString());
            return super.visitVariable(node, null);
        }

        @Override
        public Void visitLiteral(LiteralTree node, Void unused) {
            int start = start(node);
            literals.put(start, (int) trees.getSourcePositions().getEndPosition(unit, node));
            if (node.getKind() == Tree.Kind.STRING_LITERAL) {
                sentences.add(new Sentence(place(start), Kind.TEXT, (String) node.getValue()));
            }
            return super.visitLiteral(node, null);
        }

        private void document(Tree node, Kind kind) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment == null) {
                return;
            }
            String first = comment.getFirstSentence().stream()
                    .map(Object::toString)
                    .map(part -> part.replaceAll("\\{@\\w+ ([^}]*)}", "$1"))
                    .collect(Collectors.joining());
            if (!first.isBlank()) {
                sentences.add(new Sentence(place(start(node)), kind, first.strip()));
            }
        }

        private void name(Tree node, Kind kind, String name) {
            sentences.add(new Sentence(place(start(node)), kind, name));
        }

        private int start(Tree node) {
            return (int) trees.getSourcePositions().getStartPosition(unit, node);
        }

        private String place(int position) {
            return Path.of(unit.getSourceFile().getName()).normalize() + ":"
                    + unit.getLineMap().getLineNumber(Math.max(0, position));
        }
    }
}
