package dev.payonce.api;

import dev.payonce.settings.Reading;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** {@code java -jar payonce-api.jar} */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Outside.class, Web.class})
class Api {

    /** Told apart from a crash (1), so that whatever restarts processes may leave this one alone. */
    private static final int MISCONFIGURED = 2;

    public static void main(String[] arguments) {
        try {
            start(Settings.read(System::getenv));
        } catch (Reading.Incomplete settings) {
            System.err.println(settings.getMessage());
            System.exit(MISCONFIGURED);
        }
    }

    static ConfigurableApplicationContext start(Settings settings) {
        return new SpringApplicationBuilder(Api.class)
                .properties("server.port=" + settings.port())
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(Settings.class, () -> settings))
                .run();
    }
}
