package dev.payonce;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.payonce.gateway.FakeGateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The test that plants a violation of each rule of the architecture, and sees the rule catch it. */
@SuppressWarnings("all") // The planted classes are wrong on purpose.
class ArchitectureViolationsTest {

    @Test
    void everyRuleCatchesItsViolation() {
        List<Class<?>> violations = Arrays.stream(ArchitectureViolationsTest.class.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(Breaks.class))
                .toList();

        assertThat(violations)
                .hasSizeGreaterThan(20)
                .allMatch(type -> broken(type.getAnnotation(Breaks.class).value(), type));
    }

    /** The tests' own packages use each other. */
    @Test
    void packagesThatUseEachOtherAreNoticed() {
        assertThat(broken("noCycles", Given.class, Lookup.class, FakeGateway.class, PaymentBuilder.class))
                .isTrue();
        assertThat(broken("noCycles", Given.class, Lookup.class)).isFalse();
    }

    @Test
    void classesThatUseEachOtherAreNoticed() {
        assertThat(broken("noCirclesOfClasses", String.class, StringBuilder.class))
                .isTrue();
        assertThat(broken("noCirclesOfClasses", String.class)).isFalse();
    }

    private static boolean broken(String rule, Class<?>... classes) {
        try {
            ArchRule law =
                    (ArchRule) ArchitectureTest.class.getDeclaredField(rule).get(null);
            return law.evaluate(new ClassFileImporter().importClasses(classes)).hasViolation();
        } catch (ReflectiveOperationException misspelt) {
            throw new LinkageError(rule, misspelt);
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Breaks {
        String value();
    }

    @Breaks("noClock")
    static class ReadsTheTime {
        Object violation = Instant.now();
    }

    @Breaks("noClock")
    static class ReadsTheLocalTime {
        Object violation = LocalDateTime.now();
    }

    @Breaks("noClock")
    static class TakesTheSystemsClock {
        Object violation = Clock.systemUTC();
    }

    @Breaks("noClock")
    static class ReadsMilliseconds {
        Object violation = System.currentTimeMillis();
    }

    @Breaks("noClock")
    static class ReadsNanoseconds {
        Object violation = System.nanoTime();
    }

    @Breaks("noClock")
    static class MakesADate {
        Object violation = new Date();
    }

    @Breaks("noSurroundings")
    static class ReadsTheEnvironment {
        Object violation = System.getenv("HOME");
    }

    @Breaks("noSurroundings")
    static class ReadsAProperty {
        Object violation = System.getProperty("user.home");
    }

    @Breaks("noSurroundings")
    static class CountsProcessors {
        Object violation = Runtime.getRuntime().availableProcessors();
    }

    @Breaks("noRandomNumbers")
    static class RollsDice {
        Object violation = new Random().nextInt(6);
    }

    @Breaks("noRandomNumbers")
    static class RollsItsOwnDice {
        Object violation = new Random(1).nextInt(6);
    }

    @Breaks("noRandomNumbers")
    static class RollsAThreadsDice {
        Object violation = ThreadLocalRandom.current().nextInt(6);
    }

    @Breaks("noRandomNumbers")
    static class RollsSecureDice {
        Object violation = new SecureRandom();
    }

    @Breaks("noRandomNumbers")
    static class InventsAnId {
        Object violation = UUID.randomUUID();
    }

    @Breaks("noRandomNumbers")
    static class RollsOldDice {
        Object violation = Math.random();
    }

    @Breaks("noThreads")
    static class StartsAThread {
        Object violation = new Thread();
    }

    @Breaks("noThreads")
    static class TakesALock {
        Object violation = new ReentrantLock();
    }

    @Breaks("nothingIsSynchronized")
    static class IsSynchronized {
        synchronized void violation() {}
    }

    @Breaks("noInputOrOutput")
    static class ReadsAFile {
        Object violation = Path.of("/");
    }

    @Breaks("noInputOrOutput")
    static class Prints {
        void violation() {
            System.out.println();
        }
    }

    @Breaks("noInputOrOutput")
    static class CallsAHost {
        Object violation = java.net.URI.create("http://localhost");
    }

    @Breaks("noInputOrOutput")
    static class AsksADatabase {
        java.sql.Connection violation;
    }

    @Breaks("theDomainDependsOnAlmostNothing")
    static class KnowsJson {
        com.fasterxml.jackson.databind.ObjectMapper violation;
    }

    @Breaks("theDomainDependsOnAlmostNothing")
    static class KnowsWorkflows {
        dev.payonce.workflow.PaymentWorkflow violation;
    }

    @Breaks("workflowsDependOnTemporalAndItsJson")
    static class KnowsGuava {
        com.google.common.collect.ImmutableList<String> violation;
    }
}
