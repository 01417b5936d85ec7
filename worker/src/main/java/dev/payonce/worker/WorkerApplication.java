package dev.payonce.worker;

import dev.payonce.process.ConnectionConfiguration;
import dev.payonce.process.Launcher;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The worker's main class: {@code java -jar payonce-worker.jar}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ConnectionConfiguration.class, WorkerConfiguration.class})
class WorkerApplication {

    public static void main(String[] arguments) {
        VirtualThreadTuning.forEveryWorkflow();
        Launcher.launch(WorkerApplication.class, WorkerSettings::read);
    }

    static ConfigurableApplicationContext start(WorkerSettings settings) {
        return Launcher.start(WorkerApplication.class, settings);
    }
}
