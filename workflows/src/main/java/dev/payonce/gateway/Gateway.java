package dev.payonce.gateway;

import dev.payonce.failure.Failures;
import io.temporal.activity.ActivityInterface;

/** A payment gateway, seen from inside. One account, one task queue. */
@ActivityInterface(namePrefix = "Gateway.")
public interface Gateway {

    /**
     * Returns the present state of these objects at the gateway; for a refund or a dispute it returns the payment.
     * Reads only. An id that the gateway does not know is a value ({@link Observation#notFound()}), not an error. A
     * {@link TagQuery} among them finds the payment that carries this operation's tag, in a list that is never behind.
     * Fails with a {@link Failures} type: transient (retried, Retry-After honoured) or refused (a revoked key: not
     * retried).
     */
    Observation find(Lookup what);

    /**
     * Carries an operation out, with its own idempotency key; never after its {@code notAfter}. A known outcome is a
     * value: seen, declined, refused. An unknown one fails transiently where the same key may be sent again; after all
     * retries the outcome is unknown.
     */
    Outcome carryOut(Operation operation);
}
