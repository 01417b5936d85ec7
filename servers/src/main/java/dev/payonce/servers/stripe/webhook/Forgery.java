package dev.payonce.servers.stripe.webhook;

import java.util.Optional;

/**
 * A text that looks like a webhook and must not be taken for one.
 *
 * @param name the fault that it has
 * @param signature the value of the signature header; empty for none at all
 */
public record Forgery(String name, String body, Optional<String> signature) {}
