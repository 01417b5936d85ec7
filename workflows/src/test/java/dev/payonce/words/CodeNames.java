package dev.payonce.words;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The names that code declares.
 *
 * @param publicTypes the top-level types that other packages see
 * @param all every type, member and variable, by its simple name
 */
record CodeNames(Set<String> publicTypes, Set<String> all) {

    /** Reads the names of these files. */
    static CodeNames of(Collection<Path> files) {
        CodeNames names = new CodeNames(new TreeSet<>(), new TreeSet<>());
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
            task.parse().forEach(names::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return names;
    }

    private void add(CompilationUnitTree unit) {
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree known
                    && known.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                publicTypes.add(known.getSimpleName().toString());
            }
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void unused) {
                all.add(type.getSimpleName().toString());
                return super.visitClass(type, null);
            }

            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                all.add(method.getName().toString());
                return super.visitMethod(method, null);
            }

            @Override
            public Void visitVariable(VariableTree variable, Void unused) {
                all.add(variable.getName().toString());
                return super.visitVariable(variable, null);
            }
        }.scan(unit, null);
    }
}
