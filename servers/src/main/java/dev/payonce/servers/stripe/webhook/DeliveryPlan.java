package dev.payonce.servers.stripe.webhook;

import dev.payonce.servers.stripe.account.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A plan of how badly events arrive. All times are Stripe's; {@link Webhooks#pace} says how fast they pass here. The
 * same plan and the same events always give the same sends.
 *
 * @param fewest copies of each event, at least 1
 * @param most copies of each event
 * @param atOnce the most of a batch that are under way at the same time
 * @param shuffled false for the order in which the events came about
 * @param late each send waits for a random part of this
 * @param again one more copy of each event after this; zero for none
 */
public record DeliveryPlan(
        long seed, int fewest, int most, int atOnce, boolean shuffled, Duration late, Duration again) {

    public DeliveryPlan {
        if (fewest < 1 || most < fewest || atOnce < 1 || late.isNegative() || again.isNegative()) {
            throw new IllegalArgumentException("A plan sends each event at least once, and never before it happened");
        }
    }

    /** A delivery that is tried until it is acknowledged. */
    public record Send(Event event, int copy, Duration after) {}

    /** Delivers each event once, in order, one by one: Stripe on a good day. */
    public static DeliveryPlan orderly() {
        return new DeliveryPlan(0, 1, 1, 1, false, Duration.ZERO, Duration.ZERO);
    }

    /** Delivers each event one to eight times, eight at once, in any order: Stripe at its worst. */
    public static DeliveryPlan hostile(long seed) {
        return new DeliveryPlan(seed, 1, 8, 8, true, Duration.ZERO, Duration.ZERO);
    }

    public DeliveryPlan copies(int atLeast, int atMost) {
        return new DeliveryPlan(seed, atLeast, atMost, atOnce, shuffled, late, again);
    }

    public DeliveryPlan atOnce(int parallel) {
        return new DeliveryPlan(seed, fewest, most, parallel, shuffled, late, again);
    }

    public DeliveryPlan late(Duration atMost) {
        return new DeliveryPlan(seed, fewest, most, atOnce, shuffled, atMost, again);
    }

    public DeliveryPlan again(Duration after) {
        return new DeliveryPlan(seed, fewest, most, atOnce, shuffled, late, after);
    }

    /** Returns the batch's sends in the order in which they start. */
    public List<Send> sends(List<Event> events) {
        List<String> names = events.stream().map(Event::id).toList();
        Random random = new Random(seed * 31 + names.hashCode());
        List<Send> sends = new ArrayList<>();
        for (Event event : events) {
            int copies = fewest + random.nextInt(most - fewest + 1);
            for (int copy = 1; copy <= copies; copy++) {
                sends.add(new Send(event, copy, lateness(random)));
            }
        }
        if (shuffled) {
            Collections.shuffle(sends, random);
        }
        if (again.isPositive()) {
            List<Send> repeated = events.stream()
                    .map(event -> new Send(event, most + 1, again.plus(lateness(random))))
                    .toList();
            sends.addAll(repeated);
        }
        sends.sort(Comparator.comparing(Send::after));
        return List.copyOf(sends);
    }

    private Duration lateness(Random random) {
        return late.isZero() ? Duration.ZERO : Duration.ofMillis(random.nextLong(late.toMillis() + 1));
    }
}
