package dev.payonce.servers.stripe.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Charge.State;
import dev.payonce.servers.stripe.state.Dispute;
import dev.payonce.servers.stripe.state.Extras;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.IntentRefusal;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.Method;
import dev.payonce.servers.stripe.state.Refund;
import dev.payonce.servers.stripe.state.RefundStatus;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writer of Stripe's JSON of a payment and its parts.
 *
 * @param livemode true when the account's key is a live one; every object says so
 */
public record Render(boolean livemode) {

    /** The items that a list inside an object shows. */
    private static final int INNER_PAGE = 10;

    public ObjectNode intent(Intent intent, Expand expand) {
        ObjectNode json = Json.object("payment_intent", intent.id());
        json.put("amount", intent.asked().amount());
        json.put("amount_capturable", intent.capturable());
        json.put("amount_received", intent.received());
        json.putNull("application");
        json.put(
                "canceled_at",
                intent.canceled().map(it -> it.at().getEpochSecond()).orElse(null));
        json.put("cancellation_reason", intent.canceled().map(it -> it.reason()).orElse(null));
        json.put("capture_method", intent.asked().capture().wire());
        // A browser that knows this can confirm the payment, so a receiver has to keep it out of its logs.
        json.put(
                "client_secret",
                intent.id() + "_secret_" + Integer.toHexString(intent.id().hashCode()));
        json.put("confirmation_method", "automatic");
        json.put("created", intent.created().getEpochSecond());
        json.put("currency", intent.asked().currency());
        Extras extras = intent.asked().extras();
        json.put("customer", extras.customer().orElse(null));
        json.put("description", extras.description().orElse(null));
        json.set("last_payment_error", lastError(intent));
        latestCharge(json, intent, expand);
        json.put("livemode", livemode);
        json.set("metadata", strings(intent.asked().metadata()));
        json.set("next_action", ActionRender.next(intent));
        json.put("payment_method", intent.method().map(Method::id).orElse(null));
        ObjectNode options = json.putObject("payment_method_options");
        if (intent.asked().multicapture()) {
            options.putObject("card").put("request_multicapture", "if_available");
        }
        json.putArray("payment_method_types")
                .add(intent.card().map(TestCard::type).orElse("card"));
        json.putNull("processing");
        json.put("receipt_email", extras.receiptEmail().orElse(null));
        json.put("review", RadarRender.name(intent.latest()));
        json.put("setup_future_usage", extras.saves().orElse(null));
        json.set("shipping", MethodRender.shipping(extras.shipping()));
        json.put("statement_descriptor_suffix", extras.suffix().orElse(null));
        json.put("status", intent.status().wire());
        json.putNull("transfer_group");
        return json;
    }

    public ObjectNode charge(Intent intent, Charge charge, boolean refunds) {
        return charge(intent, charge, new Expand(true, refunds, false));
    }

    private ObjectNode charge(Intent intent, Charge charge, Expand expand) {
        ObjectNode json = Json.object("charge", charge.id());
        boolean failed = charge.state() == State.FAILED;
        json.put("amount", charge.amount());
        json.put("amount_captured", charge.captured());
        json.put("amount_refunded", charge.shownRefunded());
        if (charge.booked() && expand.booking()) {
            json.set("balance_transaction", MethodRender.booking(intent, charge));
        } else {
            json.put("balance_transaction", charge.booked() ? MethodRender.bookingId(charge) : null);
        }
        json.putObject("billing_details");
        json.put("captured", charge.state() == State.CAPTURED);
        json.put("created", charge.created().getEpochSecond());
        json.put("currency", intent.asked().currency());
        json.put("customer", intent.asked().extras().customer().orElse(null));
        json.put("disputed", !charge.disputes().isEmpty());
        json.put(
                "failure_code",
                failed ? intent.lastDecline().map(TestCard.Decline::code).orElse(null) : null);
        json.put("failure_message", failed ? "Your card was declined." : null);
        json.put("livemode", livemode);
        json.set("metadata", strings(intent.asked().metadata()));
        json.set("outcome", RadarRender.outcome(intent, charge));
        json.put("paid", charge.state() == State.CAPTURED || charge.state() == State.AUTHORIZED);
        json.put("payment_intent", intent.id());
        json.put("payment_method", intent.method().map(Method::id).orElse(null));
        json.set("payment_method_details", MethodRender.details(intent, charge));
        json.put("refunded", charge.shownRefunded() == charge.amount());
        json.put("review", RadarRender.name(Optional.of(charge)));
        if (expand.refunds()) {
            // A list inside of an object is only the first page of it.
            List<JsonNode> items = charge.refunds().reversed().stream()
                    .limit(INNER_PAGE)
                    .<JsonNode>map(refund -> refund(intent, charge, refund))
                    .toList();
            boolean more = charge.refunds().size() > items.size();
            json.set("refunds", list("/v1/charges/" + charge.id() + "/refunds", items, more));
        }
        json.put(
                "status",
                switch (charge.state()) {
                    case PENDING -> "pending";
                    case AUTHORIZED, CAPTURED -> "succeeded";
                    case FAILED -> "failed";
                });
        return json;
    }

    /** Returns the writer of reviews and fraud warnings. */
    public RadarRender radar() {
        return new RadarRender(livemode);
    }

    public ObjectNode refund(Intent intent, Charge charge, Refund refund) {
        ObjectNode json = Json.object("refund", refund.id());
        json.put("amount", refund.amount());
        json.put("balance_transaction", refund.booked() ? refund.id().replace("re_", "txn_") : null);
        json.put("charge", charge.id());
        json.put("created", refund.created().getEpochSecond());
        json.put("currency", intent.asked().currency());
        if (!refund.stands()) {
            json.put("failure_reason", refund.why().orElse("unknown"));
        }
        json.set("metadata", strings(refund.metadata()));
        json.put("payment_intent", intent.id());
        if (refund.status() == RefundStatus.PENDING) {
            json.put("pending_reason", refund.why().orElse("processing"));
        }
        json.put("reason", refund.reason().orElse(null));
        json.put("status", refund.status().wire());
        return json;
    }

    public ObjectNode dispute(Intent intent, Charge charge, Dispute dispute) {
        ObjectNode json = Json.object("dispute", dispute.id());
        json.put("amount", dispute.amount());
        json.putArray("balance_transactions");
        json.put("charge", charge.id());
        json.put("created", dispute.created().getEpochSecond());
        json.put("currency", intent.asked().currency());
        json.putArray("enhanced_eligibility_types");
        json.putObject("evidence").putObject("enhanced_evidence");
        ObjectNode evidence = json.putObject("evidence_details");
        evidence.putObject("enhanced_eligibility");
        evidence.putNull("due_by");
        evidence.put("has_evidence", false);
        evidence.put("past_due", false);
        evidence.put("submission_count", 0);
        json.put("is_charge_refundable", !dispute.holdsMoney());
        json.put("livemode", livemode);
        json.set("metadata", strings(dispute.metadata()));
        json.put("payment_intent", intent.id());
        json.put("reason", "fraudulent");
        json.put("status", dispute.status().wire());
        return json;
    }

    public ObjectNode error(Refusal refusal) {
        ObjectNode root = Json.object();
        ObjectNode error = root.putObject("error");
        error.put("type", refusal.type());
        error.put("message", refusal.getMessage());
        if (!refusal.code().isEmpty()) {
            error.put("code", refusal.code());
        }
        if (!refusal.messageCode().isEmpty()) {
            error.put("message_code", refusal.messageCode());
        }
        if (!refusal.param().isEmpty()) {
            error.put("param", refusal.param());
        }
        if (refusal instanceof IntentRefusal shown) {
            Intent intent = shown.intent();
            if (refusal.type().equals("card_error")) {
                intent.lastDecline().ifPresent(decline -> {
                    error.put("decline_code", decline.declineCode());
                    advise(error, decline);
                });
                charged(error, intent);
            }
            error.set("payment_intent", intent(intent, Expand.NOTHING));
        }
        return root;
    }

    public ObjectNode account(String id) {
        ObjectNode json = Json.object("account", id);
        json.put("charges_enabled", true);
        json.put("country", "DE");
        json.put("default_currency", "eur");
        json.put("details_submitted", true);
        json.put("payouts_enabled", true);
        json.put("type", "standard");
        return json;
    }

    public ObjectNode webhookEndpoint(String id, URI address, Instant created) {
        ObjectNode json = Json.object("webhook_endpoint", id);
        json.putNull("api_version");
        json.putNull("application");
        json.put("created", created.getEpochSecond());
        json.putNull("description");
        json.putArray("enabled_events").add("*");
        json.put("livemode", livemode());
        json.putObject("metadata");
        json.put("status", "enabled");
        json.put("url", address.toString());
        return json;
    }

    public static ObjectNode list(String url, List<? extends JsonNode> items, boolean more) {
        ObjectNode json = Json.object();
        json.put("object", "list");
        ArrayNode data = json.putArray("data");
        items.forEach(data::add);
        json.put("has_more", more);
        json.put("url", url);
        return json;
    }

    private void latestCharge(ObjectNode json, Intent intent, Expand expand) {
        intent.latest()
                .ifPresentOrElse(
                        charge -> {
                            if (expand.charge()) {
                                json.set("latest_charge", charge(intent, charge, expand));
                            } else {
                                json.put("latest_charge", charge.id());
                            }
                        },
                        () -> json.putNull("latest_charge"));
    }

    private static JsonNode lastError(Intent intent) {
        if (intent.lastDecline().isEmpty()) {
            return Json.object().nullNode();
        }
        TestCard.Decline decline = intent.lastDecline().get();
        ObjectNode error = Json.object();
        charged(error, intent);
        error.put("code", decline.code());
        error.put("decline_code", decline.declineCode());
        advise(error, decline);
        error.put("message", "Your card was declined.");
        error.put("type", "card_error");
        return error;
    }

    private static void charged(ObjectNode error, Intent intent) {
        intent.lastDecline()
                .filter(TestCard.Decline::hasCharge)
                .flatMap(_ -> intent.latest())
                .ifPresent(charge -> error.put("charge", charge.id()));
    }

    private static void advise(ObjectNode error, TestCard.Decline decline) {
        if (!decline.advice().isEmpty()) {
            error.put("advice_code", decline.advice());
        }
        if (!decline.networkAdvice().isEmpty()) {
            error.put("network_advice_code", decline.networkAdvice());
        }
    }

    static ObjectNode strings(Map<String, String> values) {
        ObjectNode json = Json.object();
        values.forEach(json::put);
        return json;
    }
}
