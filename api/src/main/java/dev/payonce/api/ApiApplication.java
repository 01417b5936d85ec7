package dev.payonce.api;

import dev.payonce.api.cli.CommandLineTool;
import dev.payonce.process.ConnectionConfiguration;
import dev.payonce.process.Launcher;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The API's main class: {@code java -jar payonce-api.jar}; with arguments it is the operators' command line. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ConnectionConfiguration.class, ApiConfiguration.class, WebConfiguration.class})
class ApiApplication {

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.exit(CommandLineTool.run(System.getenv(), arguments));
        }
        Launcher.launch(ApiApplication.class, ApiSettings::read);
    }

    static ConfigurableApplicationContext start(ApiSettings settings) {
        return Launcher.start(ApiApplication.class, settings);
    }
}
