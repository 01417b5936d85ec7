package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.LogScan.Finding;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The log lines of worker and API in all scenarios, outages and forgeries included. Each finding is reported once. */
final class Logs {

    private final Path folder;
    private final LogScan scan;
    private final Set<Finding> told = new HashSet<>();

    Logs(Path folder, LogScan scan) {
        this.folder = folder;
        this.scan = scan;
    }

    void holdNothingNew() {
        assertThat(folder.resolve("worker.log")).isNotEmptyFile();
        assertThat(folder.resolve("api.log")).isNotEmptyFile();
        List<Finding> news = scan.folder(folder).stream().filter(told::add).toList();
        assertThat(news).as("no log holds a secret, or a stack trace of ours").isEmpty();
    }
}
