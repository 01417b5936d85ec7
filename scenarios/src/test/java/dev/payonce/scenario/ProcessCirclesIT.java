package dev.payonce.scenario;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check that the processes have no circles; the other modules' classes are on the path of {@code ArrowsTest}. */
class ProcessCirclesIT {

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

    @ParameterizedTest
    @ValueSource(strings = {"process", "worker", "api"})
    void aProcessHasNoCirclesOfClassesOrPackages(String module) {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of(module, "target", "classes"));

        assertThat(classes).isNotEmpty();
        slices().assignedFrom(EACH_CLASS).should().beFreeOfCycles().check(classes);
        slices().matching("dev.payonce.(**)").should().beFreeOfCycles().check(classes);
    }
}
