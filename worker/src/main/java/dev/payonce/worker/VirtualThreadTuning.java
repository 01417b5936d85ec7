package dev.payonce.worker;

/**
 * As many carriers for virtual threads as there may be workflow tasks at once. By itself Java has one for each core; until
 * JDK 26 a virtual thread that waits for a class to be loaded or initialized keeps its carrier, and where all are kept by
 * such waits, nothing virtual moves ever again.
 */
final class VirtualThreadTuning {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /** For virtual threads that are not ours, in a library. */
    private static final int OTHERS = 14;

    private VirtualThreadTuning() {}

    /** Before the first virtual thread: only then is it read. What the operator has set is left alone. */
    static void forEveryWorkflow() {
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, Integer.toString(WorkerLimits.WORKFLOW_TASKS + OTHERS));
        }
    }
}
