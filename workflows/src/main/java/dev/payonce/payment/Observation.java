package dev.payonce.payment;

import dev.payonce.order.Names;
import java.util.List;
import java.util.stream.Stream;

/**
 * What gateways say now.
 *
 * @param payments the payments that they know
 * @param unfound objects that they do not know, or do not know yet
 * @param looked every id that was asked for, and every name that came back
 */
public record Observation(List<Payment> payments, List<Lookup> unfound, Names looked) {

    public static final Observation NOTHING = new Observation(List.of(), List.of(), Names.NONE);

    public Observation {
        payments = List.copyOf(payments);
        unfound = List.copyOf(unfound);
    }

    public Observation and(Observation other) {
        return new Observation(
                Stream.concat(payments.stream(), other.payments.stream()).toList(),
                Stream.concat(unfound.stream(), other.unfound.stream()).toList(),
                looked.and(other.looked));
    }

    /** What one gateway says when it was asked for these objects. */
    public static Observation of(Lookup asked, List<Payment> payments, Names unknown) {
        return new Observation(
                payments,
                unknown.none() ? List.of() : List.of(new Lookup(asked.gateway(), unknown)),
                payments.stream().map(Payment::names).reduce(asked.objects(), Names::and));
    }
}
