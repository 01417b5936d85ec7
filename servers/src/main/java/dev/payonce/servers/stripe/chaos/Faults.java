package dev.payonce.servers.stripe.chaos;

import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.http.Route.Match;
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
 * The plan of which next requests go wrong, and in which way, with the count of each. {@link #next} and {@link #rate}
 * mean every request that only reads unless a route is named; {@link #before}, {@link #after} and {@link #loseAnswers}
 * mean every one that writes. Safe for many threads.
 */
public final class Faults {

    private final SplittableRandom random;
    private final Losses losses;
    private final List<Planned> planned = new ArrayList<>();
    private final Map<String, Integer> hidden = new HashMap<>();
    private final Map<Match, Long> asked = new HashMap<>();
    private List<Fault> sometimes = List.of();
    private Set<Route> sometimesOn = Set.of();
    private double rate;
    private long injected;

    /** @param after true when the effect happens all the same */
    public record Drawn(Fault fault, boolean after) {
        static Drawn natural(Fault fault) {
            return switch (fault) {
                case Fault.Late _, Fault.Reset _, Fault.HalfBody _, Fault.StrangeStatus _ -> new Drawn(fault, true);
                case Fault.Failure _, Fault.RateLimited _, Fault.Missing _ -> new Drawn(fault, false);
            };
        }
    }

    private static final class Planned {
        private int left;
        private final Drawn drawn;
        private final Set<Route> on;

        private Planned(int left, Drawn drawn, Set<Route> on) {
            this.left = left;
            this.drawn = drawn;
            this.on = on;
        }
    }

    public Faults(long seed) {
        this.random = new SplittableRandom(seed);
        this.losses = new Losses(seed);
    }

    /**
     * Breaks the next n requests to these routes in this way; plans queue up. Of a request that writes, a failure, a
     * rate limit and a missing object come before the effect, the others after it.
     */
    public synchronized void next(int n, Fault fault, Route... on) {
        planned.add(new Planned(n, Drawn.natural(fault), routes(true, on)));
    }

    /** Breaks the next n requests before they have done anything. */
    public synchronized void before(int n, Fault fault, Route... on) {
        if (fault instanceof Fault.StrangeStatus) {
            throw new IllegalArgumentException("A status can be strange only after something was done");
        }
        planned.add(new Planned(n, new Drawn(fault, false), routes(false, on)));
    }

    /** Breaks the responses of the next n requests, which do their work. */
    public synchronized void after(int n, Fault fault, Route... on) {
        planned.add(new Planned(n, new Drawn(fault, true), routes(false, on)));
    }

    /**
     * Loses one response in this number from now on, of the requests that write and do their work, in one of these
     * ways. The seed, the idempotency key and its count decide which ones, and not the order of arrival.
     */
    public synchronized void loseAnswers(int oneIn, Fault... ways) {
        losses.start(oneIn, List.of(ways));
    }

    /** Breaks a request with this probability from now on, in one of these ways. */
    public synchronized void rate(double probability, Fault... faults) {
        sometimes = List.of(faults);
        sometimesOn = routes(true);
        rate = faults.length == 0 ? 0 : probability;
    }

    /** Hides the object with this id from its first readers, this number of times. */
    public synchronized void hide(String id, int looks) {
        hidden.put(id, looks);
    }

    /** Removes all faults; the counts stay. */
    public synchronized void clear() {
        planned.clear();
        hidden.clear();
        losses.stop();
        rate = 0;
    }

    /** Counts the requests to this route, faults included. */
    public synchronized long requests(Route route) {
        return asked.entrySet().stream()
                .filter(entry -> entry.getKey().route() == route)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Counts the requests for this one object on this route. */
    public synchronized long requests(Route route, String id) {
        return asked.getOrDefault(new Match(route, id), 0L);
    }

    /** Counts all requests to known routes until now. */
    public synchronized long requests() {
        return asked.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts the requests that went wrong by plan until now. */
    public synchronized long injected() {
        return injected;
    }

    public Optional<Drawn> on(Match match) {
        return on(match, Optional.empty());
    }

    public synchronized Optional<Drawn> on(Match match, Optional<String> key) {
        asked.merge(match, 1L, Long::sum);
        Optional<Drawn> drawn = choose(match, key);
        injected += drawn.isPresent() ? 1 : 0;
        return drawn;
    }

    private Optional<Drawn> choose(Match match, Optional<String> key) {
        int looks = hidden.getOrDefault(match.id(), 0);
        if (looks > 0) {
            hidden.put(match.id(), looks - 1);
            return Optional.of(Drawn.natural(new Fault.Missing()));
        }
        for (Iterator<Planned> plans = planned.iterator(); plans.hasNext(); ) {
            Planned plan = plans.next();
            if (plan.on.contains(match.route())) {
                plan.left--;
                if (plan.left <= 0) {
                    plans.remove();
                }
                return Optional.of(plan.drawn);
            }
        }
        if (!match.route().reads()) {
            Optional<Drawn> lost = losses.of(key.orElse(match.route().name())).map(way -> new Drawn(way, true));
            if (lost.isPresent()) {
                return lost;
            }
        }
        boolean now = rate > 0 && sometimesOn.contains(match.route()) && random.nextDouble() < rate;
        return now ? Optional.of(Drawn.natural(sometimes.get(random.nextInt(sometimes.size())))) : Optional.empty();
    }

    /** @param reads whether those that read are meant when none is named, or those that write */
    private static Set<Route> routes(boolean reads, Route... on) {
        EnumSet<Route> some = EnumSet.noneOf(Route.class);
        some.addAll(Arrays.asList(on));
        if (on.length == 0) {
            Arrays.stream(Route.values())
                    .filter(route -> route.reads() == reads)
                    .forEach(some::add);
        }
        return some;
    }
}
