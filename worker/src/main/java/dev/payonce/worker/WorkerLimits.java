package dev.payonce.worker;

import java.time.Duration;

/** Every bound of the worker's own; those of each system outside are with its adapter. */
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

    /** How long a workflow waits for the worker that knows it, before any other may take it over. */
    static final Duration STICKY = Duration.ofSeconds(1);

    /** How often a running activity says so; several of these are lost before its worker is taken for dead (5 s). */
    static final Duration PULSE = Duration.ofSeconds(1);

    /** How long running activities may take to finish once the process is told to stop; above one try's 15 s. */
    static final Duration FINISH = Duration.ofSeconds(20);

    /** For one call of an activity to Temporal itself; well below one try's 15 s. */
    static final Duration DELIVERY = Duration.ofSeconds(5);

    /** The most orders that the sweep has looked at in a second: a recovery is no herd. */
    static final int SWEPT_PER_SECOND = 20;

    /** How often it is made sure that the sweep runs; Temporal may have been emptied while the worker works. */
    static final Duration SWEEP_CHECK = Duration.ofMinutes(1);

    /** For one look whether Temporal is there, at the start. */
    static final Duration CHECK = Duration.ofSeconds(5);

    /** How often the worker looks by itself whether Temporal is there, so that the log tells when nobody asks. */
    static final Duration REFRESH = Duration.ofSeconds(10);

    /** Whoever runs Redis may change how it evicts while it runs. */
    static final Duration EVICTION_CHECK = Duration.ofMinutes(1);

    private WorkerLimits() {}
}
