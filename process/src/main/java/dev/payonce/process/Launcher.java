package dev.payonce.process;

import dev.payonce.settings.SettingsReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The launcher of a process: it reads the settings completely before anything else happens, then starts Spring. */
public final class Launcher {

    /** The exit code for unusable settings. A crash exits with 1, so a supervisor can leave this one alone. */
    private static final int MISCONFIGURED = 2;

    private static final int FAILED = 1;

    private Launcher() {}

    /** The reader of a process's settings from its environment. */
    public interface Reading<S extends ProcessSettings> {
        S read(Map<String, String> environment) throws SettingsReader.Incomplete;
    }

    /** Runs the application with the environment's settings, or ends the process with a message that names them. */
    public static void launch(Class<?> application, Reading<?> reading) {
        try {
            start(application, reading.read(System.getenv()));
        } catch (SettingsReader.Incomplete settings) {
            System.err.println(settings.getMessage());
            System.exit(MISCONFIGURED);
        }
    }

    /** Starts the application; its settings are a bean of their own type. */
    public static ConfigurableApplicationContext start(Class<?> application, ProcessSettings settings) {
        return application(application, settings).run();
    }

    /** Runs a command of the application, without any server, and ends the process: with 0 where the command succeeded. */
    public static <S extends ProcessSettings> void command(
            Class<?> application, Reading<S> reading, Predicate<S> command) {
        int code = FAILED;
        try {
            S settings = reading.read(System.getenv());
            try (ConfigurableApplicationContext _ = application(application, settings)
                    .web(WebApplicationType.NONE)
                    .run()) {
                code = command.test(settings) ? 0 : FAILED;
            }
        } catch (SettingsReader.Incomplete settings) {
            System.err.println(settings.getMessage());
            code = MISCONFIGURED;
        }
        System.exit(code);
    }

    private static SpringApplicationBuilder application(Class<?> application, ProcessSettings settings) {
        return new SpringApplicationBuilder(application)
                .environment(new ClosedEnvironment(System.getenv()))
                .initializers(context -> prepare((GenericApplicationContext) context, application, settings));
    }

    /** Puts ports and TLS before all sources. */
    private static void prepare(GenericApplicationContext context, Class<?> application, ProcessSettings settings) {
        Map<String, Object> server = new HashMap<>(Map.of("server.port", settings.port()));
        settings.metricsPort().ifPresent(port -> server.put("management.server.port", port));
        settings.tls().map(TlsSettings::properties).ifPresent(server::putAll);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", server));
        register(context, settings.getClass(), settings);
        StartupLine.log(application, settings);
    }

    private static <S> void register(GenericApplicationContext context, Class<S> type, Object settings) {
        context.registerBean(type, () -> type.cast(settings));
    }
}
