package dev.payonce.gateway.stripe.payment;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The action that a shopper still has to take for a PaymentIntent. Source: {@code next_action} in
 * docs.stripe.com/api/payment_intents/object.
 *
 * @param lasts whether it outlives the shopper's visit: a voucher, a bank transfer, deposits to be read off a statement
 * @param until when it expires; empty where Stripe does not say
 */
record StripeShopperAction(boolean lasts, Optional<Instant> until) {

    /** The time that a shopper stays in the shop. An action that expires later was made to be done elsewhere. */
    private static final Duration VISIT = Duration.ofHours(1);

    /**
     * The actions that are done on the spot unless their own expiry says otherwise. An unknown type is not among them:
     * an order held for nothing is soon mended, a voucher voided in the shopper's hand is not.
     */
    private static final Set<String> ON_THE_SPOT = Set.of(
            "",
            "alipay_handle_redirect",
            "blik_authorize",
            "cashapp_handle_redirect_or_display_qr_code",
            "klarna_display_qr_code",
            "paynow_display_qr_code",
            "pix_display_qr_code",
            "promptpay_display_qr_code",
            "redirect_to_url",
            "swish_handle_redirect_or_display_qr_code",
            "upi_handle_redirect_or_display_qr_code",
            "use_stripe_sdk",
            "wechat_pay_display_qr_code",
            "wechat_pay_redirect_to_android_app",
            "wechat_pay_redirect_to_ios_app");

    /**
     * Returns the action; empty unless the intent waits for one. An action that lasts is recognized by the intent's
     * creation, and never by the time of the lookup: a voucher lasts in its last hour, too.
     */
    static Optional<StripeShopperAction> of(PaymentIntent intent) {
        if (!"requires_action".equals(intent.getStatus())) {
            return Optional.empty();
        }
        PaymentIntent.NextAction action = intent.getNextAction();
        String type = action == null ? "" : Objects.requireNonNullElse(action.getType(), "");
        Optional<Instant> until = action == null ? Optional.empty() : until(action, type);
        Instant home = StripeTime.of(intent.getCreated()).orElse(Instant.EPOCH).plus(VISIT);
        boolean lasts = until.map(home::isBefore).orElse(false);
        return Optional.of(new StripeShopperAction(lasts || !ON_THE_SPOT.contains(type), until));
    }

    /** Returns the expiry. Each type names it in its own object; a code to be scanned has it one level below. */
    private static Optional<Instant> until(PaymentIntent.NextAction action, String type) {
        JsonElement details =
                ApiResource.GSON.toJsonTree(action).getAsJsonObject().get(type);
        return object(details).stream()
                .flatMap(own -> Stream.concat(Stream.of(own), object(own.get("qr_code")).stream()))
                .flatMap(each -> Stream.of(each.get("expires_after"), each.get("expires_at")))
                .filter(end -> end != null && end.isJsonPrimitive())
                .flatMap(end -> StripeTime.of(end.getAsLong()).stream())
                .findFirst();
    }

    private static Optional<JsonObject> object(@Nullable JsonElement json) {
        return Optional.ofNullable(json).filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
    }
}
