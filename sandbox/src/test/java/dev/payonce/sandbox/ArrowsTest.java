package dev.payonce.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows: workflows &lt;- activities &lt;- process &lt;- {worker, api}; {activities, servers} &lt;- sandbox &lt;- scenarios. The
 * tests of activities use servers, too.
 */
class ArrowsTest {

    private static final String EACH_GATEWAY = "dev.payonce.gateway.*..";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.payonce");

    @Test
    void eachModuleNamesOnlyThoseInsideIt() throws IOException {
        assertThat(modulesNamedBy("workflows")).isEmpty();
        assertThat(modulesNamedBy("servers")).isEmpty();
        assertThat(modulesNamedBy("activities")).containsOnly("workflows", "servers");
        assertThat(modulesNamedBy("process")).containsOnly("activities");
        assertThat(modulesNamedBy("worker")).containsOnly("process");
        assertThat(modulesNamedBy("api")).containsOnly("process");
        assertThat(modulesNamedBy("sandbox")).containsOnly("activities", "servers");
    }

    @Test
    void theModelOfAPaymentKnowsNoTechnology() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.payonce.money",
                        "dev.payonce.order",
                        "dev.payonce.payment",
                        "dev.payonce.gateway",
                        "dev.payonce.request",
                        "dev.payonce.review",
                        "dev.payonce.ledger",
                        "dev.payonce.reconcile",
                        "dev.payonce.shadow")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.payonce.workflow", "java.sql..", "org.springframework..", "redis..", "com.stripe..")
                .check(ALL);
    }

    @Test
    void oneOutsideSystemsAdapterKnowsNoOther() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.payonce.woocommerce", "dev.payonce.mysql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EACH_GATEWAY, "dev.payonce.redis..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage(EACH_GATEWAY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.payonce.woocommerce", "dev.payonce.mysql..", "dev.payonce.redis..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.payonce.redis")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EACH_GATEWAY, "dev.payonce.woocommerce", "dev.payonce.mysql..")
                .check(ALL);
    }

    @Test
    void oneGatewayKnowsNoOther() {
        slices().matching("dev.payonce.gateway.(*)..")
                .should()
                .notDependOnEachOther()
                .check(ALL);
    }

    /** Their classes are not on this class path, so their sources are read; a name in a string counts, too. */
    @Test
    void noProcessNamesAGateway() throws IOException {
        for (String module : List.of("process", "worker", "api")) {
            assertThat(gatewaysNamedBy(module)).as(module).isEmpty();
        }
        assertThat(gatewaysNamedBy("activities"))
                .as("the check finds names where there are some")
                .isNotEmpty();
    }

    private static List<Path> gatewaysNamedBy(String module) throws IOException {
        Pattern gateway = Pattern.compile("dev\\.payonce\\.gateway\\.[a-z]|(?i:stripe)");
        List<Path> naming = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("../" + module + "/src/main"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (gateway.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .find()) {
                    naming.add(file);
                }
            }
        }
        return naming;
    }

    private static Set<String> modulesNamedBy(String module) throws IOException {
        String pom = Files.readString(Path.of("../" + module + "/pom.xml"));
        return Pattern.compile("<artifactId>payonce-([a-z]+)</artifactId>")
                .matcher(pom.substring(pom.indexOf("</parent>")))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals(module))
                .collect(Collectors.toSet());
    }
}
