package dev.payonce.servers.stripe.state;

import java.time.Instant;

/** An early fraud warning: the card's issuer takes a payment for fraud, and has not disputed it yet. */
public record FraudWarning(String id, Instant created) {}
