package dev.payonce.payment;

import java.util.List;

/**
 * What a gateway says now.
 *
 * @param payments the payments that it knows
 * @param unfound ids that it does not know, or does not know yet
 */
public record Observation(List<Payment> payments, List<String> unfound) {

    public static final Observation NOTHING = new Observation(List.of(), List.of());

    public Observation {
        payments = List.copyOf(payments);
        unfound = List.copyOf(unfound);
    }
}
