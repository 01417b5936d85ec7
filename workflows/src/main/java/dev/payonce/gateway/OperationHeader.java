package dev.payonce.gateway;

import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import java.time.Instant;

/**
 * The data that every operation needs to be sent at most once.
 *
 * @param number counts the order's operations from 1
 * @param orderKey fingerprint of the order's key: an order id alone names two orders after a restore
 * @param site fingerprint of the shop's address
 * @param gateway the gateway account's name
 * @param shape version of the request's shape, so that a later release repeats a request as it was
 * @param at when it was decided
 * @param notAfter never sent after this: a decision is not true for ever. Looked up instead
 */
public record OperationHeader(
        int number,
        OrderId order,
        String orderKey,
        String site,
        String gateway,
        String shape,
        Instant at,
        Instant notAfter) {

    /** The shape that this release sends. */
    public static final String SHAPE = "1";

    /** The shape of this release's charges: with the order's details, which stand beside the operation in the ledger. */
    public static final String CHARGE_SHAPE = "2";

    /** Returns true when the request also needs {@link dev.payonce.order.ChargeDetails}. */
    public boolean hasDetails() {
        return shape.equals(CHARGE_SHAPE);
    }

    /** Returns the same header for a request of this shape. */
    public OperationHeader shaped(String other) {
        return new OperationHeader(number, order, orderKey, site, gateway, other, at, notAfter);
    }

    /**
     * Derives the idempotency key, 40 characters, from the operation alone: a second worker that carries it out uses
     * the same.
     */
    public String idempotencyKey() {
        return "payonce-" + Fingerprint.of(String.join("\n", order.store(), orderKey, Integer.toString(number)));
    }

    public Payment.Tag tag() {
        return new Payment.Tag(order.store(), site, order.number(), orderKey, number);
    }
}
