package dev.payonce.words;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The project's Java files and their comments, for the tests that read them with the compiler's own parser. */
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
}
