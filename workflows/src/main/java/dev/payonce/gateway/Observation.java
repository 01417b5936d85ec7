package dev.payonce.gateway;

import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import java.util.List;
import java.util.stream.Stream;

/**
 * The present state at gateways, as lookups and operations show it.
 *
 * @param payments the payments that they know
 * @param outcomes what became of operations
 * @param notFound objects that they do not know, or do not know yet
 * @param lookedUp every id that was asked for, and every name that came back
 */
public record Observation(List<Payment> payments, List<Outcome> outcomes, List<Lookup> notFound, ExternalIds lookedUp) {

    public static final Observation NOTHING = new Observation(List.of(), List.of(), List.of(), ExternalIds.NONE);

    public Observation {
        payments = List.copyOf(payments);
        outcomes = List.copyOf(outcomes);
        notFound = List.copyOf(notFound);
    }

    public Observation and(Observation other) {
        return new Observation(
                Stream.concat(payments.stream(), other.payments.stream()).toList(),
                Stream.concat(outcomes.stream(), other.outcomes.stream()).toList(),
                Stream.concat(notFound.stream(), other.notFound.stream()).toList(),
                lookedUp.and(other.lookedUp));
    }

    /** Returns what this gateway was asked for and does not know. */
    public ExternalIds missing(String gateway) {
        return notFound.stream()
                .filter(each -> each.gateway().equals(gateway))
                .map(Lookup::objects)
                .reduce(ExternalIds.NONE, ExternalIds::and);
    }

    /** Returns true when this gateway has answered the query, whether it knows a payment or not. */
    public boolean answers(String gateway, TagQuery query) {
        return lookedUp.contains(query.text())
                && (missing(gateway).contains(query.text())
                        || payments.stream()
                                .anyMatch(payment -> payment.gateway().equals(gateway)
                                        && payment.tag().filter(query::names).isPresent()));
    }

    /** Returns the observation of one gateway's answer to a lookup of these objects. */
    public static Observation of(Lookup asked, List<Payment> payments, ExternalIds unknown) {
        return new Observation(
                payments,
                List.of(),
                unknown.none() ? List.of() : List.of(new Lookup(asked.gateway(), unknown)),
                payments.stream().map(Payment::externalIds).reduce(asked.objects(), ExternalIds::and));
    }

    /** Returns the observation of an operation's outcome; a payment in it counts as observed. */
    public static Observation of(Outcome outcome) {
        List<Payment> shown = outcome instanceof Outcome.Seen seen ? List.of(seen.payment()) : List.of();
        return new Observation(
                shown,
                List.of(outcome),
                List.of(),
                shown.stream().map(Payment::externalIds).reduce(ExternalIds.NONE, ExternalIds::and));
    }
}
