package dev.payonce.api;

import dev.payonce.settings.SettingsReader;
import dev.payonce.settings.StartupLine;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** {@code java -jar payonce-api.jar} */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ApiConfiguration.class, WebConfiguration.class})
class ApiApplication {

    /** Told apart from a crash (1), so that whatever restarts processes may leave this one alone. */
    private static final int MISCONFIGURED = 2;

    public static void main(String[] arguments) {
        try {
            start(ApiSettings.read(System::getenv));
        } catch (SettingsReader.Incomplete settings) {
            System.err.println(settings.getMessage());
            System.exit(MISCONFIGURED);
        }
    }

    static ConfigurableApplicationContext start(ApiSettings settings) {
        return new SpringApplicationBuilder(ApiApplication.class)
                .initializers(context -> tell((GenericApplicationContext) context, settings))
                .run();
    }

    /** First of all sources: the environment may hold the other process's port under Spring's own name for it. */
    private static void tell(GenericApplicationContext context, ApiSettings settings) {
        Map<String, Object> port = Map.of("server.port", settings.port());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", port));
        context.registerBean(ApiSettings.class, () -> settings);
        StartupLine.log(ApiApplication.class, settings);
    }
}
