package dev.payonce.process;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line that worker and API log at their start: name, version and configuration. Settings show no secret. */
public final class StartupLine {

    private static final String NO_JAR = "(not from a jar)";

    private StartupLine() {}

    /**
     * Logs it, and a warning for each connection that others could read.
     *
     * @param application the main class, whose jar's manifest has the version
     * @param settings the settings of the process, which hide their secrets in {@code toString}
     */
    public static void log(Class<?> application, ProcessSettings settings) {
        Logger log = LoggerFactory.getLogger(application);
        log.info("{}", of(application, settings));
        settings.installation().warnings().forEach(log::warn);
    }

    /** Returns the text of the line. */
    public static String of(Class<?> application, ProcessSettings settings) {
        String version = Optional.ofNullable(application.getPackage().getImplementationVersion())
                .orElse(NO_JAR);
        return "%s %s starts with %s".formatted(application.getSimpleName(), version, settings);
    }
}
