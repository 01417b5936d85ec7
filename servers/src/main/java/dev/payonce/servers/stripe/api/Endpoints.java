package dev.payonce.servers.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.account.Expand;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.http.Route.Match;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.Metadata;
import dev.payonce.servers.stripe.state.Refusal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The work of each route, once key and route are known to be right. */
final class Endpoints {

    private static final Set<String> CUSTOMER = Set.of("description", "email", "expand", "metadata", "name", "phone");

    private final Account account;
    private final Supplier<Optional<URI>> webhook;
    private final Payments payments;
    private final Refunds refunds;
    private final Parts parts;
    private final Methods methods;
    private final MerchantChanges changes;

    Endpoints(Account account, Supplier<Optional<URI>> webhook) {
        this.account = account;
        this.webhook = webhook;
        this.payments = new Payments(account);
        this.refunds = new Refunds(account);
        this.parts = new Parts(account);
        this.methods = new Methods(account);
        this.changes = new MerchantChanges(account, parts);
    }

    /** Refuses what can be refused from the parameters alone, of which Stripe keeps no result. */
    Step prepare(Match match, Params params) {
        return switch (match.route()) {
            case CREATE_CUSTOMER -> customer(params);
            case FUND_CUSTOMER -> methods.fund(match.id(), params);
            case CREATE_METHOD -> methods.create(params);
            case CREATE_INTENT -> payments.create(params);
            case CONFIRM_INTENT -> payments.confirm(match.id(), params);
            case CAPTURE_INTENT -> payments.capture(match.id(), params);
            case CANCEL_INTENT -> payments.cancel(match.id(), params);
            case ACCOUNT -> _ -> account.render().account(account.id());
            case WEBHOOK_ENDPOINTS -> _ -> webhookEndpoints(params);
            case INTENT -> _ -> payments.render(account.find(match.id()), params);
            case INTENTS -> _ -> intents(params);
            case EVENT ->
                _ -> account.events()
                        .find(match.id())
                        .map(event -> Json.parse(event.json()))
                        .orElseThrow(() -> Refusal.missing("id", "event", match.id()));
            case EVENTS -> _ -> events(params);
            case CREATE_REFUND -> refunds.create(params);
            case UPDATE_REFUND -> changes.refund(match.id(), params);
            case UPDATE_DISPUTE -> changes.dispute(match.id(), params);
            case CLOSE_DISPUTE -> changes.close(match.id(), params);
            case CHARGE, REFUND, DISPUTE, FRAUD_REVIEW, FRAUD_WARNING -> _ -> parts.one(match.route(), match.id());
            case REFUNDS -> _ -> parts.refunds(params);
            case DISPUTES -> _ -> parts.disputes(params);
            case FRAUD_REVIEWS -> _ -> parts.reviews(params);
            case FRAUD_WARNINGS -> _ -> parts.warnings(params);
        };
    }

    private Step customer(Params params) {
        params.only(CUSTOMER);
        Optional<String> name = params.one("name");
        Optional<String> email = params.one("email");
        Map<String, String> metadata = Metadata.checked(params.map("metadata"));
        return _ -> account.walletRender().customer(account.wallet().customer(account.now(), name, email, metadata));
    }

    private ObjectNode intents(Params params) {
        Expand expand = Expand.of(params.all("expand"), true);
        return Page.of(
                "/v1/payment_intents",
                "payment_intent",
                params,
                account.all(),
                Intent::id,
                Intent::created,
                intent -> account.render().intent(intent, expand));
    }

    /** Lists the one endpoint that gets all events, as the account's dashboard would have set it up. */
    private ObjectNode webhookEndpoints(Params params) {
        return Page.of(
                "/v1/webhook_endpoints",
                "webhook_endpoint",
                params,
                webhook.get().stream().toList(),
                _ -> "we_1",
                _ -> account.now(),
                address -> account.render().webhookEndpoint("we_1", address, account.now()));
    }

    private ObjectNode events(Params params) {
        Optional<String> type = params.one("type");
        Set<String> types = Set.copyOf(params.all("types"));
        List<Event> some = account.events().all().reversed().stream()
                .filter(event -> type.map(it -> matches(it, event.type())).orElse(true))
                .filter(event -> types.isEmpty() || types.contains(event.type()))
                .toList();
        return Page.of(
                "/v1/events", "event", params, some, Event::id, Event::created, event -> Json.parse(event.json()));
    }

    /** Matches a type; Stripe allows a star at the end, as in {@code charge.*}. */
    private static boolean matches(String wanted, String type) {
        return wanted.endsWith("*") ? type.startsWith(wanted.substring(0, wanted.length() - 1)) : type.equals(wanted);
    }
}
