package dev.payonce.gateway;

import java.util.List;

/**
 * The webhook endpoint that a gateway has on record: where it sends callbacks to.
 *
 * @param enabled false where the gateway sends none
 * @param missing the events that Payonce needs and this endpoint does not get
 * @param version of the gateway's API; empty where the account's own holds
 */
public record WebhookEndpoint(String url, boolean enabled, List<String> missing, String version) {
    public WebhookEndpoint {
        missing = List.copyOf(missing);
    }
}
