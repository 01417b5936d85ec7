package dev.payonce.sandbox.bench;

/** A program that takes turns with others in a benchmark. */
interface Arm extends AutoCloseable {

    String name();

    /** Completes this many payments, or runs of a control, and returns the cost of one. */
    Cost round(int payments);

    /** Returns the history of one run of the last round. */
    History history();

    @Override
    void close();

    /** The size of a run's history. */
    record History(long events, long bytes) {}
}
