package dev.payonce.servers;

/** A hook that does its work when this JVM ends, by Ctrl-C too, unless it is called off before. */
final class ExitHook {

    private final Thread thread;

    private ExitHook(Thread thread) {
        this.thread = thread;
    }

    static ExitHook onExit(String name, Runnable work) {
        Thread thread = new Thread(work, "exit-" + name);
        Runtime.getRuntime().addShutdownHook(thread);
        return new ExitHook(thread);
    }

    /** Does nothing when the JVM is already on its way out: the hook itself may be the caller then. */
    void callOff() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyEnding) {
            // The work is harmless to do twice, so there is nothing to call off.
        }
    }
}
