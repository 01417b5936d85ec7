package dev.payonce.workflow;

import dev.payonce.review.Review;
import java.time.Instant;
import java.util.List;

/**
 * The record of an open review in its run's memo. Temporal's list and the run's page show it, also while no worker lives. The
 * attribute PaymentStatus says whether it is still open.
 *
 * @param since when this run showed it first
 * @param next what to do, with the commands to copy
 */
public record ReviewMemo(int review, String reason, Instant since, List<String> lines, List<String> next) {

    /** The name of the memo's field. */
    public static final String MEMO = "Review";

    public ReviewMemo {
        lines = List.copyOf(lines);
        next = List.copyOf(next);
    }

    boolean shows(Review open) {
        return review == open.number() && lines.equals(open.lines());
    }
}
