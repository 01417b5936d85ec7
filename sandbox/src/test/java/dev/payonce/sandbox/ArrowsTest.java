package dev.payonce.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The direction of the modules: workflows &lt;- activities &lt;- {worker, api, sandbox} &lt;- scenarios, and no arrow turns back. */
class ArrowsTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.payonce");

    @Test
    void eachModuleNamesOnlyThoseInsideIt() throws IOException {
        assertThat(modulesNamedBy("workflows")).isEmpty();
        assertThat(modulesNamedBy("activities")).containsOnly("workflows");
        assertThat(modulesNamedBy("worker")).containsOnly("activities");
        assertThat(modulesNamedBy("api")).containsOnly("activities");
        assertThat(modulesNamedBy("sandbox")).containsOnly("activities", "workflows");
    }

    @Test
    void whatAPaymentIsKnowsNoTechnology() {
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
                .resideInAnyPackage("dev.payonce.gateway.stripe..", "dev.payonce.redis..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.payonce.gateway.stripe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.payonce.woocommerce", "dev.payonce.mysql..", "dev.payonce.redis..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.payonce.redis")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.payonce.gateway.stripe..", "dev.payonce.woocommerce", "dev.payonce.mysql..")
                .check(ALL);
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching("dev.payonce.(**)").should().beFreeOfCycles().check(ALL);
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
