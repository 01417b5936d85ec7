package dev.payonce.servers.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Account.Cause;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Intents;
import dev.payonce.servers.stripe.state.Metadata;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.Reversals.RefundRequest;
import java.util.Optional;
import java.util.Set;

/** The request that gives money back. */
final class Refunds {

    private static final Set<String> CREATE = Set.of(
            "amount",
            "charge",
            "instructions_email",
            "metadata",
            "payment_intent",
            "reason",
            "refund_application_fee",
            "reverse_transfer");
    private static final Set<String> REASONS = Set.of("duplicate", "fraudulent", Intents.BY_CUSTOMER);

    private final Account account;

    Refunds(Account account) {
        this.account = account;
    }

    Step create(Params params) {
        params.only(CREATE);
        Optional<String> intent = params.one("payment_intent");
        Optional<String> charge = params.one("charge");
        if (intent.isEmpty() && charge.isEmpty()) {
            throw Refusal.invalid("parameter_missing", "", "Either payment_intent or charge has to be provided");
        }
        Optional<Long> amount = params.number("amount");
        if (amount.filter(it -> it < 1).isPresent()) {
            throw Refusal.invalid("parameter_invalid_integer", "amount", "Invalid positive integer");
        }
        Optional<String> reason = params.one("reason");
        if (reason.filter(it -> !REASONS.contains(it)).isPresent()) {
            throw Refusal.invalid("", "reason", "Invalid reason: " + reason.get());
        }
        RefundRequest request = new RefundRequest(amount, reason, Metadata.checked(params.map("metadata")));
        return cause -> made(cause, intent.orElseGet(() -> paymentOf(charge.orElseThrow())), request);
    }

    private ObjectNode made(Cause cause, String intent, RefundRequest request) {
        Intent after = account.refund(intent, cause, request);
        Charge charge = after.latest().orElseThrow();
        return account.render().refund(after, charge, charge.refunds().getLast());
    }

    private String paymentOf(String charge) {
        return account.of(charge).map(Intent::id).orElseThrow(() -> Refusal.missing("charge", "charge", charge));
    }
}
