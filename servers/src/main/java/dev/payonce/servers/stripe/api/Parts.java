package dev.payonce.servers.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Render;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Dispute;
import dev.payonce.servers.stripe.state.FraudReview;
import dev.payonce.servers.stripe.state.FraudWarning;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Refund;
import dev.payonce.servers.stripe.state.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts of a payment, read by their own id or in lists: charges, refunds, disputes, signs of fraud. */
final class Parts {

    private final Account account;

    Parts(Account account) {
        this.account = account;
    }

    ObjectNode one(Route route, String id) {
        Intent intent = payment(route, id);
        Charge charge = intent.charges().stream()
                .filter(it -> it.called(id))
                .findFirst()
                .orElseThrow();
        Render render = account.render();
        Optional<ObjectNode> json = switch (route) {
            case CHARGE ->
                Optional.of(charge).filter(it -> it.id().equals(id)).map(it -> render.charge(intent, it, false));
            case REFUND -> charge.refund(id).map(refund -> render.refund(intent, charge, refund));
            case DISPUTE -> charge.dispute(id).map(dispute -> render.dispute(intent, charge, dispute));
            case FRAUD_REVIEW -> charge.review(id).map(review -> render.radar().review(intent, charge, review));
            case FRAUD_WARNING ->
                charge.warning(id).map(warning -> render.radar().warning(intent, charge, warning));
            default -> throw new IllegalArgumentException(route + " reads no part of a payment");
        };
        return json.orElseThrow(() -> missing(route, id));
    }

    /** Returns the payment that this part belongs to. */
    Intent payment(Route route, String id) {
        return account.of(id).orElseThrow(() -> missing(route, id));
    }

    private static Refusal missing(Route route, String id) {
        return Refusal.missing("id", route.name().toLowerCase(Locale.ROOT), id);
    }

    ObjectNode refunds(Params params) {
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

    ObjectNode disputes(Params params) {
        record Item(Intent intent, Charge charge, Dispute dispute) {}
        List<Item> items = about(params).stream()
                .flatMap(intent -> intent.charges().reversed().stream()
                        .flatMap(charge -> charge.disputes().reversed().stream()
                                .map(dispute -> new Item(intent, charge, dispute))))
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

    /** Lists the open reviews, as Stripe does. */
    ObjectNode reviews(Params params) {
        record Item(Intent intent, Charge charge, FraudReview review) {}
        List<Item> items = account.all().stream()
                .flatMap(intent -> intent.charges().reversed().stream()
                        .flatMap(charge -> charge.review().stream()
                                .filter(FraudReview::open)
                                .map(review -> new Item(intent, charge, review))))
                .toList();
        return Page.of(
                "/v1/reviews",
                "review",
                params,
                items,
                item -> item.review().id(),
                item -> item.review().created(),
                item -> account.render().radar().review(item.intent(), item.charge(), item.review()));
    }

    ObjectNode warnings(Params params) {
        record Item(Intent intent, Charge charge, FraudWarning warning) {}
        List<Item> items = about(params).stream()
                .flatMap(intent -> intent.charges().reversed().stream()
                        .flatMap(
                                charge -> charge.warnings().stream().map(warning -> new Item(intent, charge, warning))))
                .toList();
        return Page.of(
                "/v1/radar/early_fraud_warnings",
                "radar.early_fraud_warning",
                params,
                items,
                item -> item.warning().id(),
                item -> item.warning().created(),
                item -> account.render().radar().warning(item.intent(), item.charge(), item.warning()));
    }

    /** Returns one payment, one charge's, or all. */
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
}
