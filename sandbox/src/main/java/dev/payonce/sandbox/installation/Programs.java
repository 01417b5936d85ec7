package dev.payonce.sandbox.installation;

import dev.payonce.sandbox.server.QuickStart;
import java.nio.file.Path;
import java.util.List;

/** Where the jars of worker and API are. */
@FunctionalInterface
public interface Programs {

    /** As the build leaves them, and as a user starts them. */
    Programs BUILT = program -> Path.of(program + "/target/payonce-" + program + ".jar");

    /** For the demo and for tests, which start many. */
    Programs QUICK = program -> QuickStart.of(BUILT.jar(program), Environment.ofNoServers());

    /** @param program {@code worker} or {@code api} */
    Path jar(String program);

    /** Makes what a first quick start would make. */
    static void prepare() {
        List.of("worker", "api").parallelStream().forEach(QUICK::jar);
    }
}
