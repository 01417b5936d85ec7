package dev.payonce.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The catalogue of all settings, of both processes and of the scripts beside them. One environment often serves all of
 * them, so each process knows the others' names. Tests hold it to what the code reads; docs/configuration.md is made of it.
 */
public final class SettingCatalogue {

    /** The ending of a name whose value is the path of a file with the setting's value. */
    public static final String FILE = "_FILE";

    /** The names that the Temporal CLI takes for request headers. */
    private static final Pattern HEADER = Pattern.compile("TEMPORAL_GRPC_META_[A-Z0-9_]+");

    /** The names that Docker and Kubernetes make of a service's name, such as {@code TEMPORAL_PORT_7233_TCP_ADDR}. */
    private static final Pattern LINK =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP)(_[A-Z]+)?)?)");

    private static final String SOURCE = "settings.txt";

    /**
     * A setting.
     *
     * @param readBy both, API, worker, or tools
     * @param otherwise the value where none is given; an exact one is in backticks
     */
    public record Row(String name, String readBy, String otherwise, String meaning) {

        /** Reports whether this process reads it. */
        public boolean readBy(Program program) {
            return readBy.equals("both") || readBy.equalsIgnoreCase(program.name());
        }

        /** Returns the exact value where none is given, if there is one. */
        public Optional<String> exact() {
            return Optional.of(otherwise)
                    .filter(text -> text.matches("`[^`]+`"))
                    .map(text -> text.replace("`", ""));
        }
    }

    private SettingCatalogue() {}

    /** Returns all settings, in the order of the page. */
    public static List<Row> rows() {
        try (InputStream text = SettingCatalogue.class.getResourceAsStream(SOURCE)) {
            if (text == null) {
                throw new IllegalStateException(SOURCE + " is missing from the jar");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 4))
                    .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the settings that this process reads, in the order of the page. */
    public static List<Row> rows(Program program) {
        return rows().stream().filter(row -> row.readBy(program)).toList();
    }

    /** Returns a complaint for each name with one of these prefixes that is no setting. */
    static List<String> complaints(Collection<String> environment, Collection<String> prefixes, Set<String> more) {
        Set<String> known = Stream.concat(more.stream(), rows().stream().map(Row::name))
                .flatMap(name -> Stream.of(name, name + FILE))
                .collect(Collectors.toCollection(TreeSet::new));
        return environment.stream()
                .filter(name -> prefixes.stream().anyMatch(name::startsWith))
                .filter(name -> !known.contains(name))
                .filter(name ->
                        !HEADER.matcher(name).matches() && !LINK.matcher(name).matches())
                .sorted()
                .map(name -> name + " is no setting"
                        + nearest(name, known)
                                .map(near -> ": is it " + near + "?")
                                .orElse(""))
                .toList();
    }

    private static Optional<String> nearest(String name, Set<String> known) {
        return known.stream().min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /** Returns how many letters have to be changed, added or left out (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int changed = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(changed, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
