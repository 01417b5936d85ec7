package dev.payonce.worker;

/**
 * The setting that gives virtual threads a carrier for each workflow task that may run at once. Java's default is one for
 * each core. Until JDK 26 a virtual thread keeps its carrier while it waits for a class to be loaded or initialized. When
 * such waits keep all carriers, no virtual thread moves again.
 */
final class VirtualThreadTuning {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /** Carriers for virtual threads of libraries. */
    private static final int OTHERS = 14;

    private VirtualThreadTuning() {}

    /** Sets it, unless the operator has. Java reads it once, before the first virtual thread. */
    static void forEveryWorkflow() {
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, Integer.toString(WorkerLimits.WORKFLOW_TASKS + OTHERS));
        }
    }
}
