package dev.payonce.worker;

import dev.payonce.process.ConnectionConfiguration;
import dev.payonce.process.Launcher;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The worker's main class: {@code java -jar payonce-worker.jar}, with {@code migrate} for that command alone. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ConnectionConfiguration.class, WorkerConfiguration.class})
class WorkerApplication {

    public static void main(String[] arguments) {
        if (List.of(arguments).equals(List.of(MigrationCommand.NAME))) {
            Launcher.command(MigrationCommand.class, WorkerSettings::read, MigrationCommand::succeeds);
        } else {
            VirtualThreadTuning.forEveryWorkflow();
            Launcher.launch(WorkerApplication.class, WorkerSettings::read);
        }
    }

    static ConfigurableApplicationContext start(WorkerSettings settings) {
        return Launcher.start(WorkerApplication.class, settings);
    }
}
