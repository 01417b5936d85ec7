package dev.payonce.gateway;

import dev.payonce.order.OrderKeys;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The adapters of one gateway account, made from the account's own settings. An installation has one module for each
 * account, so several accounts of one gateway are several modules. The worker runs the {@link Activities}; the API uses
 * the rest. {@code toString} is logged and never shows a secret.
 */
public interface GatewayModule {

    /** Returns the account's name: in routes, on the task queue, on payments. */
    String account();

    /** Returns true when the account moves real money. */
    boolean live();

    /**
     * Returns a text that two modules share when both act for one account at the gateway. Such modules would see one
     * payment as two, and a duplicate payment is refunded. It is never a secret.
     */
    String identity();

    /** Asks the gateway which account its key acts for, and returns the gateway's own id of it. Fails as a lookup does. */
    String accountId();

    /**
     * Asks the gateway whether the key may read what lookups need beside payments, and returns the names of what it may not
     * read. Without it such a lookup stalls. Fails as a lookup does where the gateway does not answer.
     */
    default List<String> unreadable() {
        return List.of();
    }

    /**
     * Makes the activities of the account's task queue.
     *
     * @param keys for the address that a shopper comes back to
     * @param clock for when a payment was seen
     * @param perSecond the most requests of this process to the account in a second
     */
    Activities activities(OrderKeys keys, Clock clock, int perSecond);

    /** Makes the webhook of the account; only the API has its secrets. */
    Webhook webhook();

    NextActions nextActions();

    /**
     * Asks the gateway for the endpoints that it sends the account's callbacks to. Fails as a lookup does, for instance
     * where the key may not read them. Empty where the gateway keeps no such list.
     */
    default Optional<List<WebhookEndpoint>> webhookEndpoints() {
        return Optional.empty();
    }

    /**
     * The activities of one account.
     *
     * @param events empty where the gateway keeps no list of events
     */
    record Activities(Gateway gateway, Optional<EventList> events) {}
}
