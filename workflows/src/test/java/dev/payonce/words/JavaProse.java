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
import dev.payonce.words.Sentence.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The prose of Java files: their Javadoc, comments, texts and test names, as the compiler's own parser sees them. */
final class JavaProse extends TreePathScanner<Void, Void> {

    private final List<Sentence> sentences = new ArrayList<>();
    private final TreeMap<Integer, Integer> literals = new TreeMap<>();
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final String source;

    private JavaProse(CompilationUnitTree unit, DocTrees trees) throws IOException {
        this.unit = unit;
        this.trees = trees;
        this.source = unit.getSourceFile().getCharContent(true).toString();
    }

    /** Returns the prose of these files. */
    static List<Sentence> of(Collection<Path> files) {
        return JavaSources.parse(files, JavaProse::read);
    }

    /** Returns the prose of this file object. */
    static List<Sentence> of(JavaFileObject file) {
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
            JavaProse prose = new JavaProse(unit, trees);
            prose.scan(unit, null);
            all.addAll(prose.sentences);
            JavaSources.comments(prose.source, prose.literals)
                    .map(comment -> new Sentence(prose.place(comment.start()), Kind.TEXT, comment.text()))
                    .forEach(all::add);
        }
        return all;
    }

    @Override
    public Void visitPackage(PackageTree node, Void unused) {
        document(node, Kind.MEMBER);
        return super.visitPackage(node, null);
    }

    @Override
    public Void visitClass(ClassTree node, Void unused) {
        document(node, Kind.TYPE);
        name(node, node.getSimpleName().toString());
        return super.visitClass(node, null);
    }

    @Override
    public Void visitMethod(MethodTree node, Void unused) {
        boolean test = node.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("Test"));
        boolean constructor = node.getReturnType() == null;
        document(node, test || constructor ? Kind.MEMBER : Kind.METHOD);
        name(node, node.getName().toString());
        return super.visitMethod(node, null);
    }

    @Override
    public Void visitVariable(VariableTree node, Void unused) {
        document(node, Kind.MEMBER);
        name(node, node.getName().toString());
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

    private void name(Tree node, String name) {
        sentences.add(new Sentence(place(start(node)), Kind.NAME, name));
    }

    private int start(Tree node) {
        return (int) trees.getSourcePositions().getStartPosition(unit, node);
    }

    private String place(int position) {
        return Path.of(unit.getSourceFile().getName()).normalize() + ":"
                + unit.getLineMap().getLineNumber(Math.max(0, position));
    }
}
