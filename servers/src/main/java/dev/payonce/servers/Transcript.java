package dev.payonce.servers;

/** The end of a client's text, to search in; positions count from the connection's beginning. */
final class Transcript {

    /** Longer than any text that is looked for, and any two pieces of network in which it may come. */
    private static final int KEPT = 64 * 1024;

    private final StringBuilder text = new StringBuilder();
    private long begin;

    void add(String more) {
        int surplus = text.length() - KEPT;
        if (surplus > 0) {
            text.delete(0, surplus);
            begin += surplus;
        }
        text.append(more);
    }

    /** Finds the start of the marker at or after this position; -1 if it is not there. */
    long find(String marker, long from) {
        int at = text.indexOf(marker, (int) Math.max(0, from - begin));
        return at < 0 ? -1 : begin + at;
    }

    long end() {
        return begin + text.length();
    }
}
