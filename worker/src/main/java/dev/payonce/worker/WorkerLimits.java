package dev.payonce.worker;

import java.time.Duration;

/** The limits of the worker's own code; each adapter has its own. */
final class WorkerLimits {

    /** Activities on the store's database at once. */
    static final int DATABASE_SLOTS = 16;

    /** Callbacks that are reconciled inside workflow tasks at once; half of the local slots stay free for Redis. */
    static final int DIRECT_SLOTS = 16;

    /** The part of the gateway's rate that those callbacks have besides: 20 and a quarter are 25. */
    static final int DIRECT_PART = 4;

    /** The connections of the database's pool: no activity waits for one. */
    static final int CONNECTIONS = DATABASE_SLOTS + DIRECT_SLOTS;

    /** Calls to one gateway account at once; how many in a second is a setting. */
    static final int GATEWAY_SLOTS = 20;

    /** Workflow tasks at once; each takes milliseconds. */
    static final int WORKFLOW_TASKS = 50;

    /** Local activities at once: they write to Redis, or reconcile a callback. */
    static final int LOCAL_SLOTS = 32;

    /** Until a workflow task counts as stuck. On a busy machine the first run of any code may take a second. */
    static final Duration DEADLOCK = Duration.ofSeconds(5);

    /** The wait for the worker that has a run in memory, before another may take it over. */
    static final Duration STICKY = Duration.ofSeconds(1);

    /** Between two heartbeats. Several are lost before Temporal takes the worker for dead (5 s). */
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** For running activities to finish when the process stops; above one try's 15 s. */
    static final Duration FINISH = Duration.ofSeconds(20);

    /** For one call of an activity to Temporal itself; well below one try's 15 s. */
    static final Duration DELIVERY = Duration.ofSeconds(5);

    /** The most orders that the sweep has refreshed in a second, so that a recovery does not start all at once. */
    static final int SWEPT_PER_SECOND = 20;

    /** Between two checks that the sweep runs; Temporal may have been emptied while the worker works. */
    static final Duration SWEEP_CHECK = Duration.ofMinutes(1);

    /** The timeout of one check for Temporal at the start. */
    static final Duration CHECK = Duration.ofSeconds(5);

    /** Between two of the worker's own checks of Temporal, so that the log reports an outage. */
    static final Duration TEMPORAL_CHECK = Duration.ofSeconds(10);

    /** Between two checks of Redis' eviction policy, which may change while Redis runs. */
    static final Duration EVICTION_CHECK = Duration.ofMinutes(1);

    /** Between two signs of life to the companion plugin, which takes Payonce for away after 10 minutes. */
    static final Duration PLUGIN_CHECK = Duration.ofSeconds(20);

    /** Between two checks of stalled runs; in every second one a run tries whether its cause is mended. */
    static final Duration STALLED_CHECK = Duration.ofSeconds(10);

    /** The most causes of faults whose log lines are limited apart; codes are few. */
    static final int FAULTS = 100;

    private WorkerLimits() {}
}
