package dev.payonce.servers.stripe.chaos;

import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The points where a test stops calls half-way. Safe for many threads. */
public final class Barriers {

    private final List<Barrier> barriers = new CopyOnWriteArrayList<>();

    public Barriers() {}

    /** Stops the next call to one of these routes at this point; without a route, the next that writes. */
    public Barrier hold(Phase phase, Route... routes) {
        List<Route> some = List.of(routes);
        return hold(phase, call -> some.isEmpty() ? !call.route().reads() : some.contains(call.route()));
    }

    /** Stops the next call that fits at this point. */
    public Barrier hold(Phase phase, Predicate<Call> matching) {
        Barrier barrier = new Barrier(phase, matching);
        barriers.add(barrier);
        return barrier;
    }

    /** Waits while a barrier says so; false when the call is lost here. */
    public boolean pass(Phase phase, Call call) {
        Optional<Barrier> mine =
                barriers.stream().filter(barrier -> barrier.takes(phase, call)).findFirst();
        mine.ifPresent(barriers::remove);
        return mine.map(Barrier::hold).orElse(true);
    }
}
