package dev.payonce.payment;

import dev.payonce.order.Names;
import java.util.List;
import java.util.stream.Stream;

/**
 * What gateways say now, asked or told to do something.
 *
 * @param payments the payments that they know
 * @param outcomes what became of operations
 * @param unfound objects that they do not know, or do not know yet
 * @param looked every id that was asked for, and every name that came back
 */
public record Observation(List<Payment> payments, List<Outcome> outcomes, List<Lookup> unfound, Names looked) {

    public static final Observation NOTHING = new Observation(List.of(), List.of(), List.of(), Names.NONE);

    public Observation {
        payments = List.copyOf(payments);
        outcomes = List.copyOf(outcomes);
        unfound = List.copyOf(unfound);
    }

    public Observation and(Observation other) {
        return new Observation(
                Stream.concat(payments.stream(), other.payments.stream()).toList(),
                Stream.concat(outcomes.stream(), other.outcomes.stream()).toList(),
                Stream.concat(unfound.stream(), other.unfound.stream()).toList(),
                looked.and(other.looked));
    }

    /** What one gateway says when it was asked for these objects. */
    public static Observation of(Lookup asked, List<Payment> payments, Names unknown) {
        return new Observation(
                payments,
                List.of(),
                unknown.none() ? List.of() : List.of(new Lookup(asked.gateway(), unknown)),
                payments.stream().map(Payment::names).reduce(asked.objects(), Names::and));
    }

    /** What an operation came to; a payment that it shows was looked at, too. */
    public static Observation of(Outcome outcome) {
        List<Payment> shown = outcome instanceof Outcome.Seen seen ? List.of(seen.payment()) : List.of();
        return new Observation(
                shown,
                List.of(outcome),
                List.of(),
                shown.stream().map(Payment::names).reduce(Names.NONE, Names::and));
    }
}
