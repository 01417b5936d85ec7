package dev.payonce.servers.stripe.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Charge.State;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.Method;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.Map;

/** The writer of how a payment was made, where it is shipped to, and what it cost. */
final class MethodRender {

    /** The time for which a card's issuer reserves money. */
    private static final Duration AUTHORIZATION = Duration.ofDays(7);

    /** Stripe's price for a European card: a part of a thousand, and a fixed amount in minor units. */
    private static final long FEE_PER_MILLE = 15;

    private static final long FEE_FIXED = 25;

    private MethodRender() {}

    static ObjectNode details(Intent intent, Charge charge) {
        ObjectNode json = Json.object();
        String type = intent.card().map(TestCard::type).orElse("card");
        ObjectNode detail = json.putObject(type);
        if (type.equals("card")) {
            detail.put("brand", "visa");
            detail.put("exp_month", 12);
            detail.put("exp_year", 2034);
            detail.put("last4", "4242");
            detail.putObject("multicapture").put("status", intent.asked().multicapture() ? "available" : "unavailable");
        }
        if (type.endsWith("_debit")) {
            detail.put("last4", "3000");
            detail.put("mandate", mandate(intent));
        }
        if (charge.state() == State.AUTHORIZED && type.equals("card")) {
            // After this the reserved money is the shopper's again.
            detail.put("capture_before", charge.created().plus(AUTHORIZATION).getEpochSecond());
        }
        return json.put("type", type);
    }

    private static String mandate(Intent intent) {
        return "mandate_" + intent.method().map(Method::id).orElse(intent.id()).replaceFirst("^(pm|pi)_", "");
    }

    static String bookingId(Charge charge) {
        return charge.id().replace("ch_", "txn_");
    }

    /** Writes what Stripe keeps of a capture, and what it books for the merchant. */
    static ObjectNode booking(Intent intent, Charge charge) {
        long fee = Math.min(charge.captured(), charge.captured() * FEE_PER_MILLE / 1000 + FEE_FIXED);
        ObjectNode json = Json.object();
        json.put("id", bookingId(charge));
        json.put("object", "balance_transaction");
        json.put("amount", charge.captured());
        json.put("available_on", charge.created().getEpochSecond());
        json.put("balance_type", "payments");
        json.put("created", charge.created().getEpochSecond());
        json.put("currency", intent.asked().currency());
        json.putNull("description");
        json.putNull("exchange_rate");
        json.put("fee", fee);
        json.putArray("fee_details");
        json.put("net", charge.captured() - fee);
        json.put("reporting_category", "charge");
        json.put("source", charge.id());
        json.put("status", "pending");
        json.put("type", "charge");
        return json;
    }

    static JsonNode shipping(Map<String, String> parts) {
        if (parts.isEmpty()) {
            return Json.object().nullNode();
        }
        ObjectNode json = Json.object();
        ObjectNode address = json.putObject("address");
        parts.forEach((name, value) -> {
            if (name.startsWith("address][")) {
                address.put(name.substring("address][".length()), value);
            } else {
                json.put(name, value);
            }
        });
        return json;
    }
}
