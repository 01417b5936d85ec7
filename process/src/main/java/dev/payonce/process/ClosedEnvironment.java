package dev.payonce.process;

import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * The environment of a process, from which Spring reads how to log and nothing else. Otherwise a few names in it, such as
 * the exposure of actuator's endpoints, would open the heap and all secrets to requests without a token.
 */
final class ClosedEnvironment extends StandardServletEnvironment {

    private static final String OPEN = "LOGGING_";

    /** @param variables of the process */
    ClosedEnvironment(Map<String, String> variables) {
        Map<String, Object> open = variables.entrySet().stream()
                .filter(each -> each.getKey().startsWith(OPEN))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        MutablePropertySources sources = getPropertySources();
        sources.replace(
                SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, open));
        sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        // A file beside the jar would be read before those in it.
        sources.addFirst(new MapPropertySource("location", Map.of("spring.config.location", "classpath:/")));
    }
}
