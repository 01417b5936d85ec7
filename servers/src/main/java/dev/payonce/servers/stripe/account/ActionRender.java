package dev.payonce.servers.stripe.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.LastingAction;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;

/** The writer of what a shopper has to do next. */
final class ActionRender {

    /** The time that two small deposits take. */
    private static final Duration ARRIVAL = Duration.ofDays(2);

    private ActionRender() {}

    static JsonNode next(Intent intent) {
        if (intent.status() != Intent.Status.REQUIRES_ACTION) {
            return Json.object().nullNode();
        }
        ObjectNode action = Json.object();
        if (intent.card().flatMap(TestCard::action).isPresent()) {
            return lasting(
                    action, intent, intent.card().flatMap(TestCard::action).orElseThrow());
        }
        if (intent.returnUrl().isPresent()) {
            action.put("type", "redirect_to_url");
            ObjectNode redirect = action.putObject("redirect_to_url");
            redirect.put("return_url", intent.returnUrl().get());
            redirect.put("url", "https://hooks.stripe.com/3d_secure_2/hosted?payment_intent=" + intent.id());
            return action;
        }
        action.put("type", "use_stripe_sdk");
        action.putObject("use_stripe_sdk").put("type", "three_d_secure_redirect");
        return action;
    }

    private static ObjectNode lasting(ObjectNode action, Intent intent, LastingAction lasting) {
        action.put("type", lasting.type());
        ObjectNode details = action.putObject(lasting.type());
        intent.actionEnds().ifPresent(end -> details.put(lasting.end(), end.getEpochSecond()));
        switch (lasting.type()) {
            case "konbini_display_details" -> details.putObject("stores");
            case "display_bank_transfer_instructions" -> details.put("type", "eu_bank_transfer");
            case "verify_with_microdeposits" -> {
                details.put("arrival_date", intent.created().plus(ARRIVAL).getEpochSecond());
                details.put("hosted_verification_url", "https://payments.stripe.com/microdeposit/" + intent.id());
            }
            default -> {}
        }
        return action;
    }
}
