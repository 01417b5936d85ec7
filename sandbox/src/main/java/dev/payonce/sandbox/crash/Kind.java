package dev.payonce.sandbox.crash;

import java.util.List;
import java.util.Locale;

/** The kind of a purchase: how its order is paid, or refunded, when the process dies. */
public enum Kind {
    /** Payonce charges: {@code POST /payments}. */
    CHARGE("paid"),
    /** Payonce gives back: {@code POST /payments/{order}/refunds}. */
    REFUND("refunded"),
    /** It was charged before, and the gateway calls back. */
    CALLBACK(""),
    /** The merchant refunded in the gateway's dashboard, and the gateway calls back. */
    REFUND_CALLBACK("");

    private final String answer;

    Kind(String answer) {
        this.answer = answer;
    }

    /** Returns two kinds for each point, and the other two with the next seed, so that a seed takes no longer. */
    static List<Kind> at(Point point, long seed) {
        if (point == Point.PUBLISHING) {
            return List.of(values()[Math.floorMod(seed, values().length)]);
        }
        return Math.floorMod(seed + Point.of(point.program()).indexOf(point), 2) == 0
                ? List.of(CHARGE, REFUND_CALLBACK)
                : List.of(REFUND, CALLBACK);
    }

    /** Reports whether a caller waits for an answer. */
    boolean isAsked() {
        return !answer.isEmpty();
    }

    /** Reports whether the order is paid before. */
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
