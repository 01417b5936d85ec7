package dev.payonce.sandbox.server;

/** Work that is done when this JVM ends, by Ctrl-C too, unless it was called off before. */
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

    /** Does nothing when the JVM is already on its way out: then the hook itself may be who calls. */
    void callOff() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyEnding) {
            // The work is harmless to do twice, so there is nothing to call off.
        }
    }
}
