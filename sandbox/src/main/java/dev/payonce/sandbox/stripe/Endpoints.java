package dev.payonce.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.sandbox.stripe.Account.Cause;
import dev.payonce.sandbox.stripe.Charge.Dispute;
import dev.payonce.sandbox.stripe.Charge.Refund;
import dev.payonce.sandbox.stripe.Route.Match;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each route does, once key and route are known to be right. */
final class Endpoints {

    /** What is left to do once the parameters are known to be well formed; only this can touch a payment. */
    interface Step {
        ObjectNode run(Cause cause);
    }

    private final Account account;
    private final Payments payments;

    Endpoints(Account account) {
        this.account = account;
        this.payments = new Payments(account);
    }

    /** Refuses what can be refused from the parameters alone, of which Stripe keeps no result. */
    Step prepare(Match match, Params params) {
        return switch (match.route()) {
            case CREATE_INTENT -> payments.create(params);
            case CONFIRM_INTENT -> payments.confirm(match.id(), params);
            case CAPTURE_INTENT -> payments.capture(match.id(), params);
            case CANCEL_INTENT -> payments.cancel(match.id(), params);
            case ACCOUNT -> _ -> account.render().account(account.id());
            case INTENT -> _ -> payments.render(account.find(match.id()), params);
            case INTENTS -> _ -> intents(params);
            case EVENT ->
                _ -> account.events()
                        .find(match.id())
                        .map(event -> Json.parse(event.json()))
                        .orElseThrow(() -> Refusal.missing("id", "event", match.id()));
            case EVENTS -> _ -> events(params);
            case REFUNDS -> _ -> refunds(params);
            case DISPUTES -> _ -> disputes(params);
        };
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

    private ObjectNode refunds(Params params) {
        record Item(Intent intent, Charge charge, Refund refund) {}
        List<Item> items = about(params).stream()
                .flatMap(intent -> intent.charges().reversed().stream()
                        .flatMap(charge ->
                                charge.refunds().reversed().stream().map(refund -> new Item(intent, charge, refund))))
                .toList();
        return Page.of(
                "/v1/refunds",
                "refund",
                params,
                items,
                item -> item.refund().id(),
                item -> item.refund().created(),
                item -> account.render().refund(item.intent(), item.charge(), item.refund()));
    }

    private ObjectNode disputes(Params params) {
        record Item(Intent intent, Charge charge, Dispute dispute) {}
        List<Item> items = about(params).stream()
                .flatMap(intent -> intent.charges().reversed().stream()
                        .flatMap(charge -> charge.dispute().stream().map(dispute -> new Item(intent, charge, dispute))))
                .toList();
        return Page.of(
                "/v1/disputes",
                "dispute",
                params,
                items,
                item -> item.dispute().id(),
                item -> item.dispute().created(),
                item -> account.render().dispute(item.intent(), item.charge(), item.dispute()));
    }

    /** One payment's, one charge's, or everybody's. */
    private List<Intent> about(Params params) {
        Optional<String> intent = params.one("payment_intent");
        Optional<String> charge = params.one("charge");
        List<Intent> some = intent.map(id -> List.of(account.find(id))).orElseGet(account::all);
        return some.stream()
                .filter(it -> charge.map(id ->
                                it.charges().stream().anyMatch(one -> one.id().equals(id)))
                        .orElse(true))
                .toList();
    }

    /** Stripe allows a star at the end, as in {@code charge.*}. */
    private static boolean matches(String wanted, String type) {
        return wanted.endsWith("*") ? type.startsWith(wanted.substring(0, wanted.length() - 1)) : type.equals(wanted);
    }
}
