package dev.payonce.violations;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** A set of classes that each break one rule of the architecture, and are never called. */
@SuppressWarnings("all")
public final class Violations {

    @Retention(RetentionPolicy.RUNTIME)
    public @interface Breaks {
        String value();
    }

    @Breaks("noClock")
    public static class ReadsTheTime {
        Object sin = Instant.now();
    }

    @Breaks("noClock")
    public static class ReadsTheLocalTime {
        Object sin = LocalDateTime.now();
    }

    @Breaks("noClock")
    public static class TakesTheSystemsClock {
        Object sin = Clock.systemUTC();
    }

    @Breaks("noClock")
    public static class ReadsMilliseconds {
        Object sin = System.currentTimeMillis();
    }

    @Breaks("noClock")
    public static class ReadsNanoseconds {
        Object sin = System.nanoTime();
    }

    @Breaks("noClock")
    public static class MakesADate {
        Object sin = new Date();
    }

    @Breaks("noSurroundings")
    public static class ReadsTheEnvironment {
        Object sin = System.getenv("HOME");
    }

    @Breaks("noSurroundings")
    public static class ReadsAProperty {
        Object sin = System.getProperty("user.home");
    }

    @Breaks("noSurroundings")
    public static class CountsProcessors {
        Object sin = Runtime.getRuntime().availableProcessors();
    }

    @Breaks("noRandomNumbers")
    public static class RollsDice {
        Object sin = new Random().nextInt(6);
    }

    @Breaks("noRandomNumbers")
    public static class RollsItsOwnDice {
        Object sin = new Random(1).nextInt(6);
    }

    @Breaks("noRandomNumbers")
    public static class RollsAThreadsDice {
        Object sin = ThreadLocalRandom.current().nextInt(6);
    }

    @Breaks("noRandomNumbers")
    public static class RollsSecureDice {
        Object sin = new SecureRandom();
    }

    @Breaks("noRandomNumbers")
    public static class InventsAnId {
        Object sin = UUID.randomUUID();
    }

    @Breaks("noRandomNumbers")
    public static class RollsOldDice {
        Object sin = Math.random();
    }

    @Breaks("noThreads")
    public static class StartsAThread {
        Object sin = new Thread();
    }

    @Breaks("noThreads")
    public static class TakesALock {
        Object sin = new ReentrantLock();
    }

    @Breaks("nothingIsSynchronized")
    public static class IsSynchronized {
        synchronized void sin() {}
    }

    @Breaks("noInputOrOutput")
    public static class ReadsAFile {
        Object sin = Path.of("/");
    }

    @Breaks("noInputOrOutput")
    public static class Prints {
        void sin() {
            System.out.println();
        }
    }

    @Breaks("noInputOrOutput")
    public static class CallsAHost {
        Object sin = java.net.URI.create("http://localhost");
    }

    @Breaks("noInputOrOutput")
    public static class AsksADatabase {
        java.sql.Connection sin;
    }

    @Breaks("theDomainDependsOnAlmostNothing")
    public static class KnowsJson {
        com.fasterxml.jackson.databind.ObjectMapper sin;
    }

    @Breaks("theDomainDependsOnAlmostNothing")
    public static class KnowsWorkflows {
        dev.payonce.workflow.PaymentWorkflow sin;
    }

    @Breaks("workflowsDependOnTemporalAndItsJson")
    public static class KnowsGuava {
        com.google.common.collect.ImmutableList<String> sin;
    }

    private Violations() {}
}
