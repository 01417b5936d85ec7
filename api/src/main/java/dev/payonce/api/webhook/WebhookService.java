package dev.payonce.api.webhook;

import dev.payonce.gateway.Webhook;
import dev.payonce.gateway.Webhook.Received;
import dev.payonce.order.OrderId;
import dev.payonce.redis.CallbackCache;
import dev.payonce.temporal.TemporalErrors;
import dev.payonce.workflow.OrderRuns;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The service that takes callbacks over: only when they are durable in Temporal, or known to be. That is the one promise
 * of an acknowledgement. A duplicate costs one read of the cache.
 */
public final class WebhookService {

    /** The outcome of a delivery. */
    public sealed interface Taken {

        /** A callback that is durable now; without an order when that is still to be found. */
        record Durable(String event, Optional<OrderId> order) implements Taken {}

        /** A callback that was durable before. */
        record Duplicate(String event) implements Taken {}

        /** A genuine event that is nothing for us. */
        record Ignored(String event, Received.Cause cause) implements Taken {}

        record Refused(Received.Reason reason) implements Taken {}

        /** A callback that is not known to be durable: the gateway has to send it again. */
        record Unavailable(String event, String why) implements Taken {}

        record NoSuchAccount() implements Taken {}
    }

    private final Map<String, Webhook> webhooks;
    private final CallbackCache duplicates;
    private final OrderRuns post;
    private final InstantSource clock;

    public WebhookService(Collection<Webhook> webhooks, CallbackCache duplicates, OrderRuns post, InstantSource clock) {
        this.webhooks = webhooks.stream().collect(Collectors.toUnmodifiableMap(Webhook::account, Function.identity()));
        this.duplicates = duplicates;
        this.post = post;
        this.clock = clock;
    }

    public boolean knows(String account) {
        return webhooks.containsKey(account);
    }

    public Collection<String> accounts() {
        return webhooks.keySet();
    }

    public Taken take(String account, byte[] body, Function<String, Optional<String>> header) {
        Webhook webhook = webhooks.get(account);
        if (webhook == null) {
            return new Taken.NoSuchAccount();
        }
        return switch (webhook.receive(body, header, clock.instant())) {
            case Received.Refused(var reason, var _) -> new Taken.Refused(reason);
            case Received.Ignored(var event, var cause) -> new Taken.Ignored(event, cause);
            case Received.Accepted accepted -> takeOver(accepted);
        };
    }

    private Taken takeOver(Received.Accepted accepted) {
        String event = accepted.callback().event();
        if (duplicates.known(accepted.callback())) {
            return new Taken.Duplicate(event);
        }
        try {
            post.deliver(accepted.order(), accepted.callback());
        } catch (RuntimeException undelivered) {
            return new Taken.Unavailable(event, TemporalErrors.code(undelivered));
        }
        duplicates.durable(accepted.callback());
        return new Taken.Durable(event, accepted.order());
    }
}
