package dev.payonce.sandbox.stripe;

import dev.payonce.sandbox.stripe.Route.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which of the next requests go wrong, and how; and how often each was asked. Without a route named, every request that
 * only reads is meant; one that writes has to be named. Safe for many threads.
 */
public final class Faults {

    private final SplittableRandom random;
    private final List<Planned> planned = new ArrayList<>();
    private final Map<String, Integer> hidden = new HashMap<>();
    private final Map<Match, Long> asked = new HashMap<>();
    private List<Fault> sometimes = List.of();
    private Set<Route> sometimesOn = Set.of();
    private double rate;
    private long injected;

    private static final class Planned {
        private int left;
        private final Fault fault;
        private final Set<Route> on;

        private Planned(int left, Fault fault, Set<Route> on) {
            this.left = left;
            this.fault = fault;
            this.on = on;
        }
    }

    Faults(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next n requests to these routes go wrong in this way; plans queue up. */
    public synchronized void next(int n, Fault fault, Route... on) {
        planned.add(new Planned(n, fault, routes(on)));
    }

    /** From now on a request goes wrong with this probability, in one of these ways. */
    public synchronized void rate(double probability, Fault... faults) {
        sometimes = List.of(faults);
        sometimesOn = routes();
        rate = faults.length == 0 ? 0 : probability;
    }

    /** The object with this id appears only after it was looked for in vain so many times. */
    public synchronized void hide(String id, int looks) {
        hidden.put(id, looks);
    }

    /** No fault from now on; the counts stay. */
    public synchronized void clear() {
        planned.clear();
        hidden.clear();
        rate = 0;
    }

    /** How often this route was asked, faults included. */
    public synchronized long requests(Route route) {
        return asked.entrySet().stream()
                .filter(entry -> entry.getKey().route() == route)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How often this one object was asked for on this route. */
    public synchronized long requests(Route route, String id) {
        return asked.getOrDefault(new Match(route, id), 0L);
    }

    /** All requests to known routes so far. */
    public synchronized long requests() {
        return asked.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many requests went wrong by plan so far. */
    public synchronized long injected() {
        return injected;
    }

    synchronized Optional<Fault> on(Match match) {
        asked.merge(match, 1L, Long::sum);
        Optional<Fault> fault = choose(match);
        injected += fault.isPresent() ? 1 : 0;
        return fault;
    }

    private Optional<Fault> choose(Match match) {
        int looks = hidden.getOrDefault(match.id(), 0);
        if (looks > 0) {
            hidden.put(match.id(), looks - 1);
            return Optional.of(new Fault.Missing());
        }
        for (Iterator<Planned> plans = planned.iterator(); plans.hasNext(); ) {
            Planned plan = plans.next();
            if (plan.on.contains(match.route())) {
                plan.left--;
                if (plan.left <= 0) {
                    plans.remove();
                }
                return Optional.of(plan.fault);
            }
        }
        boolean now = rate > 0 && sometimesOn.contains(match.route()) && random.nextDouble() < rate;
        return now ? Optional.of(sometimes.get(random.nextInt(sometimes.size()))) : Optional.empty();
    }

    private static Set<Route> routes(Route... on) {
        EnumSet<Route> some = EnumSet.noneOf(Route.class);
        some.addAll(Arrays.asList(on));
        if (on.length == 0) {
            Arrays.stream(Route.values()).filter(Route::reads).forEach(some::add);
        }
        return some;
    }
}
