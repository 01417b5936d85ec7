package dev.payonce.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A reader of settings by their names, which collects all faults, so that one failed start lists them together. It
 * never repeats a value: any of them may be a secret that was put in the wrong place.
 */
public final class SettingsReader {

    /** The form of a value; its parser returns empty for a malformed one. */
    public interface Form<T> {
        Optional<T> parse(String text);

        default <U> Form<U> map(Function<T, U> into) {
            return text -> parse(text).map(into);
        }

        default Form<T> and(Predicate<T> holds) {
            return text -> parse(text).filter(holds);
        }
    }

    /** The longest file of a setting; bytes. */
    private static final int LARGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;
    private final Set<String> read = new TreeSet<>();
    private final Set<String> known = new TreeSet<>();
    /** Spring's own settings of TLS are among them: they are not read, and would leave plaintext in silence. */
    private final Set<String> prefixes = new TreeSet<>(List.of("PAYONCE_", "TEMPORAL_", "SERVER_SSL_"));

    private final List<String> complaints = new ArrayList<>();

    public SettingsReader(Map<String, String> environment) {
        this.environment = Map.copyOf(SecretFolder.added(environment, complaints::add));
        read.add(SecretFolder.SETTING);
    }

    /** Returns the value, or {@code otherwise} where there is none. A blank value is none. */
    public <T> T optional(String name, T otherwise, String expected, Form<T> form) {
        return given(name)
                .map(text -> parse(name, text, otherwise, expected, form))
                .orElse(otherwise);
    }

    /** Returns the value; empty where there is none, or a faulty one that {@link #complete} reports. */
    public <T> Optional<T> optional(String name, String expected, Form<T> form) {
        return optional(name, Optional.empty(), expected, form.map(Optional::of));
    }

    /** @param stand the placeholder of a faulty value; {@link #complete} throws before it is used */
    public <T> T required(String name, T stand, String expected, Form<T> form) {
        Optional<String> text = given(name);
        if (text.isEmpty()) {
            complaints.add(name + " is missing: " + expected);
        }
        return text.map(value -> parse(name, value, stand, expected, form)).orElse(stand);
    }

    /**
     * Reads a secret; it may be empty, as a password is on some developers' machines, but the setting must be present.
     */
    public Secret secret(String name, String expected) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            complaints.add(name + " is missing: " + expected);
        }
        return new Secret(value.orElse(""));
    }

    /** Returns the environment's values whose names start with this; such a name is never unknown. */
    Map<String, String> startingWith(String start) {
        return environment.entrySet().stream()
                .filter(each -> each.getKey().startsWith(start))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Declares that the names with this prefix are settings, each known by its name. */
    void prefix(String prefix) {
        prefixes.add(prefix);
    }

    /** Declares a setting that this process does not read, and another one does. */
    void known(String name) {
        known.add(name);
    }

    /** Returns the names that were read. */
    public Set<String> read() {
        return Set.copyOf(read);
    }

    /** Builds a value of several settings; the maker's own sentence says what is wrong with them. */
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

    /** Throws if a value that was read was missing or malformed, or if the environment has a name that is no setting. */
    public void complete() throws Incomplete {
        complaints.addAll(SettingCatalogue.complaints(environment.keySet(), prefixes, known));
        if (!complaints.isEmpty()) {
            throw new Incomplete(complaints);
        }
    }

    /** Returns the form of a value that the pattern matches as a whole. */
    public static Form<String> matching(String pattern) {
        Pattern form = Pattern.compile(pattern);
        return text -> Optional.of(text).filter(value -> form.matcher(value).matches());
    }

    /** Returns the form of several values, separated by commas or lines, at least one. */
    public static <T> Form<List<T>> each(Form<T> form) {
        return text -> {
            List<Optional<T>> parts = List.of(text.split("[,\\n]")).stream()
                    .map(String::strip)
                    .map(form::parse)
                    .toList();
            return parts.isEmpty() || parts.stream().anyMatch(Optional::isEmpty)
                    ? Optional.empty()
                    : Optional.of(parts.stream().flatMap(Optional::stream).toList());
        };
    }

    /** Returns the form of a whole number in decimal digits, no more of them than the largest one has. */
    public static Form<Integer> whole(int least, int most) {
        return matching("[0-9]{1," + Integer.toString(most).length() + "}")
                .map(Long::valueOf)
                .and(number -> number >= least && number <= most)
                .map(Long::intValue);
    }

    /** Returns the form of a TCP port. */
    public static Form<Integer> port() {
        return whole(0, 65_535);
    }

    private Optional<String> given(String name) {
        return value(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Reads the setting, or the file that {@code <name>_FILE} names; the file wins over a blank value only. */
    private Optional<String> value(String name) {
        read.add(name);
        known.add(name);
        Optional<String> value = Optional.ofNullable(environment.get(name));
        String file = environment.getOrDefault(name + SettingCatalogue.FILE, "").strip();
        if (file.isEmpty()) {
            return value;
        }
        if (value.filter(text -> !text.isBlank()).isPresent()) {
            complaints.add(name + " is set twice, also by " + name + SettingCatalogue.FILE + ": remove one");
        }
        return content(name, file);
    }

    /** Returns the file that a setting comes from, for one that is read again while the process runs. */
    public Optional<Path> fileOf(String name) {
        String file = environment.getOrDefault(name + SettingCatalogue.FILE, "").strip();
        return file.isEmpty() || !complaints.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    }

    private Optional<String> content(String name, String file) {
        Optional<String> content = file(file);
        if (content.isPresent()) {
            return content;
        }
        // The complaint names the setting; the path may be a secret in the wrong place.
        complaints.add(name + SettingCatalogue.FILE + " cannot be used: a file that this process can read, of at most "
                + LARGEST_FILE + " bytes");
        return Optional.of("");
    }

    /** Returns the file's text without its last line end; empty where it is unreadable or too long. */
    public static Optional<String> file(String path) {
        try (InputStream content = Files.newInputStream(Path.of(path))) {
            byte[] bytes = content.readNBytes(LARGEST_FILE + 1);
            return bytes.length <= LARGEST_FILE
                    ? Optional.of(new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""))
                    : Optional.empty();
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    private <T> T parse(String name, String text, T otherwise, String expected, Form<T> form) {
        Optional<T> value = form.parse(text);
        if (value.isEmpty()) {
            complaints.add(name + " cannot be used: " + expected);
        }
        return value.orElse(otherwise);
    }

    /** The failure that lists why a process does not start. */
    public static final class Incomplete extends Exception {

        Incomplete(List<String> complaints) {
            super("Payonce does not start with these settings:\n  " + String.join("\n  ", complaints));
        }
    }
}
