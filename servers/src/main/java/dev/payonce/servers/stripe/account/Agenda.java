package dev.payonce.servers.stripe.account;

import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Move;
import dev.payonce.servers.stripe.state.Refund;
import dev.payonce.servers.stripe.state.Reversals;
import dev.payonce.servers.stripe.state.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The plan of steps that happen to payments by the simulator's clock. Safe for many threads. */
final class Agenda {

    record Due(Instant at, String intent, BiFunction<Intent, Stamp, Move> step) {}

    private final List<Due> plan = new ArrayList<>();

    synchronized void add(Due due) {
        plan.add(due);
    }

    /** Adds the steps of one refund, each counted from the one before. */
    void add(String intent, Refund refund, Course course) {
        Duration after = Duration.ZERO;
        for (Course.Later later : course.later()) {
            after = after.plus(later.after());
            add(new Due(
                    refund.created().plus(after),
                    intent,
                    (it, _) -> Reversals.become(it, refund.id(), later.status(), later.why())));
        }
    }

    /** Takes out the earliest that is due by now. */
    synchronized Optional<Due> next(Instant now) {
        Optional<Due> first =
                plan.stream().filter(due -> !due.at().isAfter(now)).min(Comparator.comparing(Due::at));
        first.ifPresent(plan::remove);
        return first;
    }
}
