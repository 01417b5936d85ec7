package dev.payonce.sandbox.crash;

import java.util.List;
import java.util.Locale;

/** The work of a process when it dies: an order is paid, or refunded. */
public enum Kind {
    /** Payonce charges: {@code POST /payments}. */
    CHARGE("paid"),
    /** Payonce refunds: {@code POST /payments/{order}/refunds}. */
    REFUND("refunded"),
    /** It was charged before, and the gateway calls back. */
    CALLBACK(""),
    /** A clerk refunded in the gateway's dashboard, and the gateway calls back. */
    REFUND_CALLBACK("");

    private final String answer;

    Kind(String answer) {
        this.answer = answer;
    }

    /** Chooses two kinds for each point, and the other two with the next seed, so that a seed stays short. */
    static List<Kind> at(Point point, long seed) {
        if (point == Point.PUBLISHING) {
            return List.of(values()[Math.floorMod(seed, values().length)]);
        }
        return Math.floorMod(seed + Point.of(point.program()).indexOf(point), 2) == 0
                ? List.of(CHARGE, REFUND_CALLBACK)
                : List.of(REFUND, CALLBACK);
    }

    /** Returns true if a caller waits for an answer. */
    boolean isAsked() {
        return !answer.isEmpty();
    }

    /** Returns true if the order is paid before. */
    boolean givesBack() {
        return this == REFUND || this == REFUND_CALLBACK;
    }

    /** Returns the final answer's status. */
    String answer() {
        return answer;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
