package dev.payonce.worker;

import dev.payonce.settings.SettingsReader;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The worker's program: {@code java -jar payonce-worker.jar}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WorkerConfiguration.class)
class WorkerApplication {

    /** Told apart from a crash (1), so that whatever restarts processes may leave this one alone. */
    private static final int MISCONFIGURED = 2;

    public static void main(String[] arguments) {
        VirtualThreadTuning.forEveryWorkflow();
        try {
            start(WorkerSettings.read(System::getenv));
        } catch (SettingsReader.Incomplete settings) {
            System.err.println(settings.getMessage());
            System.exit(MISCONFIGURED);
        }
    }

    static ConfigurableApplicationContext start(WorkerSettings settings) {
        return new SpringApplicationBuilder(WorkerApplication.class)
                .initializers(context -> tell((GenericApplicationContext) context, settings))
                .run();
    }

    /**
     * Adds the worker's settings before all other sources, since the environment may have the API's port under Spring's
     * name.
     */
    private static void tell(GenericApplicationContext context, WorkerSettings settings) {
        Map<String, Object> port = Map.of("server.port", settings.port());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", port));
        context.registerBean(WorkerSettings.class, () -> settings);
    }
}
