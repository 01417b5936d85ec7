package dev.payonce.sandbox.installation;

import dev.payonce.sandbox.server.QuickStart;
import java.nio.file.Path;
import java.util.Map;

/** Where the jars of worker and API are. */
@FunctionalInterface
public interface Programs {

    /** As the build leaves them, and as a user starts them. */
    Programs BUILT = (program, environment) -> Path.of(program + "/target/payonce-" + program + ".jar");

    /** For tests, which start many. */
    Programs QUICK = (program, environment) -> QuickStart.of(BUILT.jar(program, environment), environment);

    /**
     * @param program {@code worker} or {@code api}
     * @param environment with which it will be started
     */
    Path jar(String program, Map<String, String> environment);
}
