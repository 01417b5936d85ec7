package dev.payonce.worker;

import java.time.Duration;

/** The limits of the worker itself; those of each outside system are with its adapter. */
final class WorkerLimits {

    /** Activities on the store's database at once, and the connections of its pool: none ever waits for one. */
    static final int DATABASE_SLOTS = 16;

    /** Calls to one gateway account at once; how many in a second is a setting. */
    static final int GATEWAY_SLOTS = 20;

    /** Workflow tasks at once; each takes milliseconds. */
    static final int WORKFLOW_TASKS = 50;

    /** Local activities only write to Redis. */
    static final int LOCAL_SLOTS = 32;

    /** On a busy machine with few cores the first run of any code may take a second without being stuck. */
    static final Duration DEADLOCK = Duration.ofSeconds(5);

    /** The time that a workflow waits for the worker that has it in memory, before another worker takes it over. */
    static final Duration STICKY = Duration.ofSeconds(1);

    /** The interval of heartbeats; a worker is taken for dead after several lost ones (5 s). */
    static final Duration PULSE = Duration.ofSeconds(1);

    /** The time that running activities have to finish when the process stops; above one try's 15 s. */
    static final Duration FINISH = Duration.ofSeconds(20);

    /** For one call of an activity to Temporal itself; well below one try's 15 s. */
    static final Duration DELIVERY = Duration.ofSeconds(5);

    /** The most orders that the sweep has looked at in a second: a recovery is no herd. */
    static final int SWEPT_PER_SECOND = 20;

    /** The interval at which the worker verifies that the sweep runs; Temporal may have been emptied meanwhile. */
    static final Duration SWEEP_CHECK = Duration.ofMinutes(1);

    /** For one look whether Temporal is there, at the start. */
    static final Duration CHECK = Duration.ofSeconds(5);

    /**
     * The interval at which the worker checks Temporal by itself, so that the log shows an outage of an idle worker.
     */
    static final Duration REFRESH = Duration.ofSeconds(10);

    /** The interval at which Redis' eviction policy is checked, since it may change while Redis runs. */
    static final Duration EVICTION_CHECK = Duration.ofMinutes(1);

    private WorkerLimits() {}
}
