package dev.payonce.scenario;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check that no two classes and no two packages need each other, in all modules. A nested class counts as its outer. */
class CirclesIT {

    private static final SliceAssignment EACH_CLASS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getBaseComponentType().getName().replaceFirst("[$].*", ""));
        }

        @Override
        public String getDescription() {
            return "each class";
        }
    };

    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(Stream.of("workflows", "activities", "process", "worker", "api", "servers", "sandbox")
                    .map(module -> Path.of(module, "target", "classes"))
                    .toList());

    @Test
    void noTwoClassesNeedEachOther() {
        slices().assignedFrom(EACH_CLASS).should().beFreeOfCycles().check(ALL);
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching("dev.payonce.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void allModulesAreRead() {
        assertThat(ALL.contain("dev.payonce.api.ApiApplication")).isTrue();
        assertThat(ALL.contain("dev.payonce.worker.WorkerApplication")).isTrue();
        assertThat(ALL).hasSizeGreaterThan(700);
    }
}
