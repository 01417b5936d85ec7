package dev.payonce.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reader of settings by their names. It collects all faults, so that one failed start names them all. It never repeats
 * a value: any of them may be a secret that was put in the wrong place.
 */
public final class SettingsReader {

    /** The form of a value; a malformed one parses to empty. */
    public interface Form<T> {
        Optional<T> parse(String text);

        default <U> Form<U> map(Function<T, U> into) {
            return text -> parse(text).map(into);
        }

        default Form<T> and(Predicate<T> holds) {
            return text -> parse(text).filter(holds);
        }
    }

    private final Function<String, @Nullable String> source;
    private final List<String> complaints = new ArrayList<>();

    public SettingsReader(Function<String, @Nullable String> source) {
        this.source = source;
    }

    /** Reads the value, or {@code otherwise} where there is none. A blank value is none. */
    public <T> T optional(String name, T otherwise, String expected, Form<T> form) {
        return given(name)
                .map(text -> parse(name, text, otherwise, expected, form))
                .orElse(otherwise);
    }

    /**
     * Reads a value that has to be there.
     *
     * @param stand takes the place of a missing or malformed value; it is never used, because {@link #complete} throws then
     */
    public <T> T required(String name, T stand, String expected, Form<T> form) {
        Optional<String> text = given(name);
        if (text.isEmpty()) {
            complaints.add(name + " is missing: " + expected);
        }
        return text.map(value -> parse(name, value, stand, expected, form)).orElse(stand);
    }

    /** Reads a secret. It may be empty, as a password is on some developers' machines, but it has to be set. */
    public Secret secret(String name, String expected) {
        String value = source.apply(name);
        if (value == null) {
            complaints.add(name + " is missing: " + expected);
        }
        return new Secret(value == null ? "" : value);
    }

    /** Makes one thing of several settings; the maker's exception is the complaint. */
    public <T> T made(Supplier<T> maker, T stand) {
        try {
            return maker.get();
        } catch (IllegalArgumentException wrong) {
            complaints.add(String.valueOf(wrong.getMessage()));
            return stand;
        }
    }

    /** Returns true while nothing that was read was missing or malformed. */
    boolean flawless() {
        return complaints.isEmpty();
    }

    /** Throws if a value that was read was missing or malformed. */
    public void complete() throws Incomplete {
        if (!complaints.isEmpty()) {
            throw new Incomplete(complaints);
        }
    }

    /** Returns the form of a text that the pattern matches as a whole. */
    public static Form<String> matching(String pattern) {
        Pattern form = Pattern.compile(pattern);
        return text -> Optional.of(text).filter(value -> form.matcher(value).matches());
    }

    /** Returns the form of one or more values, separated by commas. */
    public static <T> Form<List<T>> each(Form<T> form) {
        return text -> {
            List<Optional<T>> parts = List.of(text.split(",")).stream()
                    .map(String::strip)
                    .map(form::parse)
                    .toList();
            return parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty)
                    ? Optional.empty()
                    : Optional.of(parts.stream().flatMap(Optional::stream).toList());
        };
    }

    /** Returns the form of a TCP port. */
    public static Form<Integer> port() {
        return matching("[0-9]{1,5}").map(Integer::valueOf).and(port -> port <= 65_535);
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(source.apply(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private <T> T parse(String name, String text, T otherwise, String expected, Form<T> form) {
        Optional<T> value = form.parse(text);
        if (value.isEmpty()) {
            complaints.add(name + " cannot be used: " + expected);
        }
        return value.orElse(otherwise);
    }

    /** The faults that keep a process from starting. */
    public static final class Incomplete extends Exception {

        Incomplete(List<String> complaints) {
            super("Payonce does not start with these settings:\n  " + String.join("\n  ", complaints));
        }
    }
}
