package dev.payonce.sandbox.crash;

import java.util.List;
import java.util.Locale;

/** What a process is at when it dies: how an order comes to be paid, or money of it to be given back. */
public enum Kind {
    /** Payonce charges: {@code POST /payments}. */
    CHARGE("paid"),
    /** Payonce gives back: {@code POST /payments/{order}/refunds}. */
    REFUND("refunded"),
    /** It was charged before, and the gateway calls back. */
    CALLBACK(""),
    /** Somebody gave back in the gateway's dashboard, and the gateway calls back. */
    REFUND_CALLBACK("");

    private final String answer;

    Kind(String answer) {
        this.answer = answer;
    }

    /** Two of them at each point, and the other two with the next seed, so that a seed takes no longer than one did. */
    static List<Kind> at(Point point, long seed) {
        if (point == Point.PUBLISHING) {
            return List.of(values()[Math.floorMod(seed, values().length)]);
        }
        return Math.floorMod(seed + Point.of(point.program()).indexOf(point), 2) == 0
                ? List.of(CHARGE, REFUND_CALLBACK)
                : List.of(REFUND, CALLBACK);
    }

    /** Somebody waits for an answer to it. */
    boolean isAsked() {
        return !answer.isEmpty();
    }

    /** The order is paid before. */
    boolean givesBack() {
        return this == REFUND || this == REFUND_CALLBACK;
    }

    /** The final answer's status. */
    String answer() {
        return answer;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
