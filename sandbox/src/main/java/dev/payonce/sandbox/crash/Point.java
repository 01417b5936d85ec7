package dev.payonce.sandbox.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The point of a process at which it is killed. */
public enum Point {
    BEFORE_SENDING(Program.WORKER, "before sending"),
    SENT(Program.WORKER, "sent, no answer yet"),
    ANSWERED(Program.WORKER, "answered, not reported"),
    LOCKED(Program.WORKER, "locked"),
    UPDATED(Program.WORKER, "updated, not committed"),
    COMMITTED(Program.WORKER, "committed, not reported"),
    RELEASED(Program.WORKER, "released, not reported"),
    PUBLISHING(Program.WORKER, "before publish"),
    READ(Program.API, "reading"),
    VERIFIED(Program.API, "verified, not durable"),
    DURABLE(Program.API, "durable, not answered"),
    ACKNOWLEDGED(Program.API, "acknowledged");

    public enum Program {
        WORKER,
        API
    }

    private final Program program;
    private final String words;

    Point(Program program, String words) {
        this.program = program;
        this.words = words;
    }

    static List<Point> of(Program program) {
        return Arrays.stream(values()).filter(point -> point.program == program).toList();
    }

    Program program() {
        return program;
    }

    /** Names the bound on the time until the work continues. */
    String bound() {
        return switch (this) {
            case BEFORE_SENDING, SENT, ANSWERED, LOCKED, UPDATED, COMMITTED, RELEASED ->
                "5 s of silence, then 1 s before the next try";
            case PUBLISHING -> "the workflow task's time-out, 7 s";
            case READ, VERIFIED -> "the API's start, the sender's next try";
            case DURABLE, ACKNOWLEDGED -> "nothing: the worker goes on";
        };
    }

    @Override
    public String toString() {
        return program.name().toLowerCase(Locale.ROOT) + ": " + words;
    }
}
