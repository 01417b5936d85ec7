package dev.payonce.payment;

import io.temporal.activity.ActivityInterface;

/** A payment gateway, seen from inside. One account, one task queue. */
@ActivityInterface(namePrefix = "Gateway.")
public interface Gateway {

    /**
     * What the gateway says now of these objects; a refund or a dispute is answered with its payment. Reads only. An id
     * that the gateway does not know is a value ({@link Observation#unfound()}), not an error. Fails with a
     * {@link Failures} type: transient (retried, Retry-After honoured) or refused (a revoked key: not retried).
     */
    Observation find(Lookup what);
}
