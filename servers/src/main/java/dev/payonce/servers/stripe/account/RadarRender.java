package dev.payonce.servers.stripe.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Charge.State;
import dev.payonce.servers.stripe.state.FraudReview;
import dev.payonce.servers.stripe.state.FraudWarning;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The writer of Stripe's JSON of Radar: a charge's outcome, reviews and fraud warnings. */
public record RadarRender(boolean livemode) {

    public ObjectNode review(Intent intent, Charge charge, FraudReview review) {
        ObjectNode json = Json.object("review", review.id());
        json.putNull("billing_zip");
        json.put("charge", charge.id());
        json.put("closed_reason", review.closed().orElse(null));
        json.put("created", review.created().getEpochSecond());
        json.putNull("ip_address");
        json.putNull("ip_address_location");
        json.put("livemode", livemode);
        json.put("open", review.open());
        json.put("opened_reason", review.opened());
        json.put("payment_intent", intent.id());
        json.put("reason", review.closed().orElse(review.opened()));
        json.putNull("session");
        return json;
    }

    public ObjectNode warning(Intent intent, Charge charge, FraudWarning warning) {
        ObjectNode json = Json.object("radar.early_fraud_warning", warning.id());
        json.put("actionable", charge.refundable() > 0 && charge.disputes().isEmpty());
        json.put("charge", charge.id());
        json.put("created", warning.created().getEpochSecond());
        json.put("fraud_type", "made_with_stolen_card");
        json.put("livemode", livemode);
        json.put("payment_intent", intent.id());
        return json;
    }

    /** Writes the outcome. It is that of the charge's own time: a review that is closed later does not change it. */
    static ObjectNode outcome(Intent intent, Charge charge) {
        boolean failed = charge.state() == State.FAILED;
        boolean reviewed = !failed && intent.card().filter(TestCard::reviewed).isPresent();
        ObjectNode json = Json.object();
        json.put("network_status", failed ? "declined_by_network" : "approved_by_network");
        if (reviewed) {
            json.put("reason", "elevated_risk_level");
            json.put("risk_level", "elevated");
        }
        json.put("type", failed ? "issuer_declined" : reviewed ? "manual_review" : "authorized");
        return json;
    }

    static @Nullable String name(Optional<Charge> charge) {
        return charge.flatMap(Charge::review).map(FraudReview::id).orElse(null);
    }
}
