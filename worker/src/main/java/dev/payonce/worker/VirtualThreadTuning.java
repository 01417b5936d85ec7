package dev.payonce.worker;

/**
 * The tuning that gives virtual threads one carrier for each concurrent workflow task. By default Java has one carrier
 * per core. Until JDK 26 a virtual thread that waits for a class to be loaded or initialized keeps its carrier; when
 * such waits keep all of them, no virtual thread runs any more.
 */
final class VirtualThreadTuning {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /** For virtual threads that are not ours, in a library. */
    private static final int OTHERS = 14;

    private VirtualThreadTuning() {}

    /**
     * Sets the number before the first virtual thread, since Java reads it only then. What the operator has set is left
     * alone.
     */
    static void forEveryWorkflow() {
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, Integer.toString(WorkerLimits.WORKFLOW_TASKS + OTHERS));
        }
    }
}
