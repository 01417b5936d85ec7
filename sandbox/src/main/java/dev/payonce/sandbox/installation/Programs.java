package dev.payonce.sandbox.installation;

import dev.payonce.servers.QuickStart;
import java.nio.file.Path;
import java.util.List;

/** The place of the jars of worker and API. */
@FunctionalInterface
public interface Programs {

    /** The jars as the build leaves them, and as a user starts them. */
    Programs BUILT = program -> Path.of(program + "/target/payonce-" + program + ".jar");

    /** The jars unpacked for a quick start, for the demo and for tests. */
    Programs QUICK = program -> QuickStart.of(BUILT.jar(program), Environment.ofNoServers());

    /** @param program {@code worker} or {@code api} */
    Path jar(String program);

    /** Makes the files that a first quick start would make. */
    static void prepare() {
        List.of("worker", "api").parallelStream().forEach(QUICK::jar);
    }
}
