package dev.payonce;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.payonce.workflow.PayloadConverter;
import dev.payonce.workflow.TemporalPaymentClient;
import java.io.Serializable;
import java.util.Random;

/** The tests that workflow code and rules are pure: anything that could differ on replay stays outside. */
@AnalyzeClasses(packages = "dev.payonce", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Client code, which no workflow calls; and the converter, which reads bytes that are in memory already. */
    private static final DescribedPredicate<JavaClass> NEVER_REPLAYED =
            JavaClass.Predicates.belongToAnyOf(TemporalPaymentClient.class, PayloadConverter.class);

    /** The direct reconciler is an activity: many threads share it, and no workflow runs in it. */
    private static final String ACTIVITY = "dev.payonce.workflow.direct..";

    /** Every class holds such methods and constants as the compiler wants; a character set is no file. */
    private static final DescribedPredicate<JavaClass> INPUT_OR_OUTPUT = resideInAnyPackage(
                    "java.io..", "java.nio..", "java.net..", "java.sql..", "javax.sql..", "java.util.logging..")
            .and(resideOutsideOfPackages("java.nio.charset.."))
            .and(DescribedPredicate.not(JavaClass.Predicates.type(Serializable.class)))
            .as("do input or output");

    @ArchTest
    static final ArchRule noInputOrOutput =
            noClasses().that(DescribedPredicate.not(NEVER_REPLAYED)).should().dependOnClassesThat(INPUT_OR_OUTPUT);

    @ArchTest
    static final ArchRule noClock = noClasses()
            .that()
            .resideOutsideOfPackage(ACTIVITY)
            .should()
            .callMethodWhere(target(owner(resideInAnyPackage("java.time..")))
                    .and(target(nameMatching("now|system.*|tick.*")))
                    .as("a clock is read"))
            .orShould()
            .callMethodWhere(target(owner(JavaClass.Predicates.type(System.class)))
                    .and(target(nameMatching("currentTimeMillis|nanoTime")))
                    .as("the system's time is read"))
            .orShould()
            .callConstructor(java.util.Date.class);

    @ArchTest
    static final ArchRule noSurroundings = noClasses()
            .should()
            .callMethodWhere(target(owner(JavaClass.Predicates.type(System.class)))
                    .and(target(nameMatching("getenv|getProperty|getProperties|lineSeparator|exit")))
                    .as("the process's surroundings are read or ended"))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Runtime.class, ProcessBuilder.class, ProcessHandle.class);

    /** The workflow's own random numbers are repeated on replay; no others are. */
    @ArchTest
    static final ArchRule noRandomNumbers = noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callMethodWhere(target(nameMatching("randomUUID|random")).as("a random value is made"))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.security\\.SecureRandom|java\\.util\\.(SplittableRandom|random\\..*)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.concurrent\\.ThreadLocalRandom");

    @ArchTest
    static final ArchRule noThreads = noClasses()
            .that()
            .resideOutsideOfPackage(ACTIVITY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, ThreadLocal.class, java.util.Timer.class);

    @ArchTest
    static final ArchRule nothingIsSynchronized =
            ArchRuleDefinition.noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.payonce.(**)").should().beFreeOfCycles();

    /** A class and what is nested in it are one slice. */
    private static final SliceAssignment EACH_CLASS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getBaseComponentType().getName();
            int nested = name.indexOf('$');
            return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
        }

        @Override
        public String getDescription() {
            return "each class";
        }
    };

    @ArchTest
    static final ArchRule noCirclesOfClasses =
            slices().assignedFrom(EACH_CLASS).should().beFreeOfCycles();

    /** A domain type knows Temporal by the annotations of its ports, and by an activity's failures. */
    @ArchTest
    static final ArchRule theDomainDependsOnAlmostNothing = classes()
            .that()
            .resideOutsideOfPackage("dev.payonce.workflow..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.payonce.money..",
                            "dev.payonce.order..",
                            "dev.payonce.payment..",
                            "dev.payonce.failure..",
                            "dev.payonce.gateway..",
                            "dev.payonce.request..",
                            "dev.payonce.review..",
                            "dev.payonce.ledger..",
                            "dev.payonce.reconcile..",
                            "dev.payonce.shadow..",
                            "java..",
                            "com.fasterxml.jackson.annotation..",
                            "org.jspecify.annotations..")
                    .or(resideInAnyPackage("io.temporal.activity..", "io.temporal.failure.."))
                    .as("are the domain, the language, or annotations"));

    @ArchTest
    static final ArchRule workflowsDependOnTemporalAndItsJson = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.payonce..",
                            "java..",
                            "io.temporal..",
                            "com.fasterxml.jackson..",
                            "org.jspecify.annotations..")
                    .or(resideInAnyPackage("com.google.protobuf..", "org.slf4j..", "com.uber.m3.tally.."))
                    .as("are Temporal's SDK, or what its interfaces are made of"));
}
