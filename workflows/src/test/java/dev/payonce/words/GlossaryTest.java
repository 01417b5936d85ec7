package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** The tests that the glossary and the code know each other's words. */
class GlossaryTest {

    private static final Pattern ROW = Pattern.compile("^\\| \\*\\*([^*]+)\\*\\* \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([A-Za-z][A-Za-z_.]*)`");

    private static final CodeNames NAMES = CodeNames.of(JavaSources.ofProduction());
    private static final List<Word> GLOSSARY = ROW.matcher(page())
            .results()
            .map(row -> new Word(row.group(1), row.group(2)))
            .toList();

    /** A row of the glossary. */
    private record Word(String word, String meaning) {

        List<String> codes() {
            return CODE.matcher(meaning).results().map(code -> code.group(1)).toList();
        }

        /** Reports whether a type's name has this word, alone or in the plural, or this word's meaning names the type. */
        boolean covers(String type) {
            String parts = type.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ");
            return Pattern.compile("\\b" + word.replace("-", "[- ]?") + "(s|es)?\\b", Pattern.CASE_INSENSITIVE)
                            .matcher(parts)
                            .find()
                    || codes().contains(type);
        }
    }

    @Test
    void everyWordOfTheGlossaryIsAWordOfTheCode() {
        List<String> names = NAMES.all().stream().map(GlossaryTest::joined).toList();

        assertThat(GLOSSARY).hasSizeGreaterThan(50);
        assertThat(GLOSSARY.stream()
                        .filter(word -> names.stream()
                                .noneMatch(name -> name.contains(joined(word.word()))
                                        || word.codes().stream()
                                                .map(GlossaryTest::joined)
                                                .anyMatch(name::equals)))
                        .map(Word::word))
                .isEmpty();
    }

    @Test
    void everyCodeInTheGlossaryExists() {
        assertThat(GLOSSARY.stream()
                        .flatMap(word -> word.codes().stream())
                        .flatMap(code -> Arrays.stream(code.split("\\.")))
                        .filter(code -> !NAMES.all().contains(code)))
                .isEmpty();
    }

    @Test
    void everyPublicTypeHasANounOfTheGlossary() {
        assertThat(NAMES.publicTypes()).hasSizeGreaterThan(50);
        assertThat(NAMES.publicTypes().stream().filter(type -> GLOSSARY.stream().noneMatch(word -> word.covers(type))))
                .isEmpty();
    }

    private static String joined(String words) {
        return words.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    private static String page() {
        try {
            return Files.readString(JavaSources.ROOT.resolve("docs/glossary.md"));
        } catch (IOException unreadable) {
            throw new AssertionError("The glossary cannot be read", unreadable);
        }
    }

    /**
     * The names that code declares.
     *
     * @param publicTypes the top-level types that other packages see
     * @param all every type, member and variable, by its simple name
     */
    private record CodeNames(Set<String> publicTypes, Set<String> all) {

        /** Reads the names of these files. */
        static CodeNames of(Collection<Path> files) {
            CodeNames names = new CodeNames(new TreeSet<>(), new TreeSet<>());
            JavaSources.parse(files, JavacTask::parse).forEach(names::add);
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
}
