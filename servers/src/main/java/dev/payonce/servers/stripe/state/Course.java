package dev.payonce.servers.stripe.state;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The course of a refund: its first status, and its later ones by the simulator's clock. A step that does not fit any
 * more by then, because another one was faster, does not happen.
 */
public record Course(RefundStatus first, Optional<String> why, List<Later> later) {

    /**
     * @param after counted from the step before
     * @param why in Stripe's words, such as {@code declined}
     */
    public record Later(Duration after, RefundStatus status, Optional<String> why) {}

    public Course {
        later = List.copyOf(later);
    }

    /** Returns the usual course. */
    public static Course succeeds() {
        return new Course(RefundStatus.SUCCEEDED, Optional.empty(), List.of());
    }

    /** Returns a course that waits, as with a bank debit. */
    public static Course pending() {
        return new Course(RefundStatus.PENDING, Optional.of("processing"), List.of());
    }

    /** Returns a course that is refused at once. */
    public static Course fails() {
        return new Course(RefundStatus.FAILED, Optional.of("lost_or_stolen_card"), List.of());
    }

    /** Returns a course in which the shopper is asked for an account, by mail. */
    public static Course asksShopper() {
        return new Course(RefundStatus.REQUIRES_ACTION, Optional.empty(), List.of());
    }

    public static Course waitsForBalance() {
        return new Course(RefundStatus.PENDING, Optional.of(Refund.LOW_BALANCE), List.of());
    }

    public Course thenSucceeds(Duration after) {
        return then(new Later(after, RefundStatus.SUCCEEDED, Optional.empty()));
    }

    /** Adds a failure, also after a success: the bank sends the money back. */
    public Course thenFails(Duration after) {
        return then(new Later(after, RefundStatus.FAILED, Optional.of("declined")));
    }

    private Course then(Later step) {
        return new Course(
                first, why, Stream.concat(later.stream(), Stream.of(step)).toList());
    }
}
