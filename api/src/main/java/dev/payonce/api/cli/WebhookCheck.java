package dev.payonce.api.cli;

import dev.payonce.gateway.WebhookEndpoint;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The check of an account's webhook endpoint as the gateway has it on record. */
final class WebhookCheck {

    /** A gateway's code ends with the status of its answer. */
    private static final Pattern MAY_NOT_READ = Pattern.compile(".*-40[13]");

    private WebhookCheck() {}

    /** @param endpoints asks the gateway; empty where it keeps no list of them */
    static Check of(String account, Supplier<Optional<List<WebhookEndpoint>>> endpoints) {
        String name = "webhook of " + account;
        try {
            return endpoints
                    .get()
                    .map(all -> of(name, "/webhooks/" + account, all))
                    .orElseGet(() -> Check.unknown(name, "the gateway keeps no list of endpoints", ""));
        } catch (ApplicationFailure failure) {
            String code = FailureDetails.code(failure);
            return Check.unknown(
                    name,
                    "the gateway does not list its endpoints (" + code + ")",
                    MAY_NOT_READ.matcher(code).matches()
                            ? "Give the key the right to read webhook endpoints, or compare with the dashboard"
                            : "Try again later");
        }
    }

    private static Check of(String name, String path, List<WebhookEndpoint> all) {
        Optional<WebhookEndpoint> endpoint = all.stream()
                .filter(each -> each.url().replaceFirst("/$", "").endsWith(path))
                .max((one, other) -> Boolean.compare(one.enabled(), other.enabled()));
        if (endpoint.isEmpty()) {
            return new Check(
                    name,
                    false,
                    "the gateway lists no endpoint that ends with " + path,
                    "Add it in the gateway's dashboard. A destination of thin events is not in this list");
        }
        WebhookEndpoint found = endpoint.get();
        if (!found.enabled()) {
            return new Check(name, false, found.url() + " is disabled", "Enable it in the gateway's dashboard");
        }
        return new Check(
                name,
                found.missing().isEmpty(),
                found.missing().isEmpty()
                        ? found.url() + " gets all events that Payonce needs, version "
                                + (found.version().isEmpty() ? "of the account" : found.version())
                        : found.url() + " does not get " + String.join(", ", found.missing()),
                "Add these events in the gateway's dashboard");
    }
}
