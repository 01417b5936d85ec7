package dev.payonce.servers.stripe.account;

import java.time.Instant;

/**
 * An event of Stripe, with its subject as it was then.
 *
 * @param type such as {@code payment_intent.succeeded}
 * @param created whole seconds
 * @param object the subject's id: a payment, charge, refund or dispute
 * @param intent the payment that it belongs to
 * @param json exactly what is sent and signed
 */
public record Event(String id, String type, Instant created, String object, String intent, String json) {}
