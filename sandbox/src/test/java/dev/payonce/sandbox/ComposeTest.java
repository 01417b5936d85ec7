package dev.payonce.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check of the Compose file: its settings, paths, secrets, ports and addresses are those of the code and of deploy/. */
class ComposeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| (`[A-Z_`, ]+`) \\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");
    private static final Pattern OURS = Pattern.compile("(?m)^ +((?:PAYONCE|STRIPE|SERVER)_[A-Z_]+): ");
    private static final Pattern SERVICE = Pattern.compile("(?m)^ {2}([a-z-]+):\\n((?: {4}.*\\n|\\n)+)");
    private static final Pattern FOLDER = Pattern.compile("\\./(deploy/[^:\"\\s$]*)");
    private static final Pattern MOUNTED = Pattern.compile("secrets: \\[([^]]+)]");
    private static final Pattern DECLARED = Pattern.compile("(?m)^ {2}([a-z.-]+): \\{ file: ");
    private static final Pattern PORTS = Pattern.compile("ports: \\[([^]]+)]");
    private static final Pattern TARGET = Pattern.compile("([a-z-]+):(\\d{4})\\b");

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> services() throws IOException {
        String compose = text("docker-compose.yml");
        String services = compose.substring(compose.indexOf("\nservices:\n"), compose.indexOf("\nnetworks:\n"));
        return SERVICE.matcher(services)
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1), match -> match.group(2), (one, _) -> one, TreeMap::new));
    }

    @Test
    void eachSettingIsHandedOn() throws IOException {
        String compose = text("docker-compose.yml");
        List<String> settings = settings(text("docs/configuration.md"));

        assertThat(settings).hasSizeGreaterThan(25).contains("PAYONCE_DATABASE_PASSWORD", "PAYONCE_ACCEPT_TABLES");
        assertThat(settings)
                .allMatch(name -> compose.contains(" " + name + ": ") || compose.contains(" " + name + "_FILE: "));
    }

    @Test
    void eachVariableOfOursIsASetting() throws IOException {
        List<String> settings = settings(text("docs/configuration.md"));

        assertThat(found(OURS, text("docker-compose.yml")))
                .hasSizeGreaterThan(40)
                .allMatch(name -> settings.contains(name.replaceFirst("_FILE$", "")));
    }

    @Test
    void eachServiceIsHardened() throws IOException {
        String compose = text("docker-compose.yml");

        assertThat(compose.substring(compose.indexOf("x-hardened:"), compose.indexOf("x-both:")))
                .contains("restart: unless-stopped", "read_only: true", "no-new-privileges:true", "mem_limit:");
        assertThat(services())
                .hasSizeGreaterThan(15)
                .allSatisfy((_, service) -> assertThat(service).contains("<<: *hardened"));
    }

    @Test
    void eachServiceThatShoppersNeedHasAHealthCheck() throws IOException {
        Map<String, String> services = services();

        assertThat(Stream.of("nginx", "php", "mysql", "redis", "temporal-postgres", "temporal", "worker", "api"))
                .allSatisfy(name -> assertThat(services.get(name)).contains("healthcheck:"));
        assertThat(text("api/src/main/java/dev/payonce/api/access/AccessRules.java"))
                .contains("/livez");
    }

    @Test
    void eachMountedFileIsThere() throws IOException {
        assertThat(found(FOLDER, text("docker-compose.yml")))
                .hasSizeGreaterThan(7)
                .allMatch(path -> Files.exists(ROOT.resolve(path)));
    }

    @Test
    void eachSecretIsDeclaredAndMade() throws IOException {
        String compose = text("docker-compose.yml");
        Set<String> declared = found(DECLARED, compose);
        Set<String> mounted = found(MOUNTED, compose).stream()
                .flatMap(list -> Stream.of(list.split(", ")))
                .collect(Collectors.toSet());

        assertThat(declared).hasSizeGreaterThan(12).containsAll(mounted);
        assertThat(text("scripts/compose-secrets")).contains(declared);
    }

    @Test
    void onlyNginxIsReachedFromOutside() throws IOException {
        services()
                .forEach((name, service) -> assertThat(found(PORTS, service))
                        .as(name)
                        .allMatch(ports -> name.equals("nginx") || ports.startsWith("\"127.0.0.1:")));
    }

    @Test
    void nginxAndPrometheusNameServicesByThePortsThatTheyHave() throws IOException {
        Map<String, String> services = services();
        String addresses = text("deploy/nginx/upstreams.conf") + text("deploy/prometheus/prometheus.yml");
        Map<String, String> ports = Map.of(
                "api:8080", "SERVER_PORT: \"8080\"",
                "api:8082", "PAYONCE_METRICS_PORT: \"8082\"",
                "worker:8081", "PAYONCE_WORKER_PORT: \"8081\"",
                "temporal:9090", "PROMETHEUS_ENDPOINT: 0.0.0.0:9090",
                "nginx:8090", "http://127.0.0.1:8090/health",
                "nginx:3903", "");
        Set<String> ours = ports.keySet().stream()
                .map(target -> target.replaceFirst(":.*", ""))
                .collect(Collectors.toSet());

        assertThat(TARGET.matcher(addresses).results().toList())
                .hasSizeGreaterThan(12)
                .filteredOn(target -> !target.group(1).equals("localhost"))
                .allSatisfy(target -> assertThat(services.getOrDefault(target.group(1), ""))
                        .as(target.group())
                        .isNotEmpty()
                        .matches(_ -> !ours.contains(target.group(1)) || ports.containsKey(target.group()))
                        .contains(ports.getOrDefault(target.group(), "")));
        assertThat(text("deploy/php-fpm/shop.conf"))
                .contains("listen = 9000", "listen = 9001", "status_listen = 9010", "status_listen = 9011");
        assertThat(text("deploy/mtail/Dockerfile")).contains("\"3903\"");
    }

    /** Reads the first column; {@code _USER} after {@code PAYONCE_DATABASE_URL} stands for {@code PAYONCE_DATABASE_USER}. */
    private static List<String> settings(String page) {
        return ROW.matcher(page)
                .results()
                .map(row -> NAME.matcher(row.group(1))
                        .results()
                        .map(found -> found.group(1))
                        .toList())
                .flatMap(names -> names.stream()
                        .map(name -> name.startsWith("_") ? names.getFirst().replaceFirst("_[A-Z]+$", name) : name))
                .toList();
    }
}
