package dev.payonce.servers.stripe.state;

/** The refusal of a step on a payment that the error shows. */
public final class IntentRefusal extends Refusal {

    private final transient Intent intent;

    private IntentRefusal(int status, String type, String code, String message, Intent intent) {
        super(status, type, code, message, "");
        this.intent = intent;
    }

    /** Refuses a step on a payment that has moved already; the error shows its present state. */
    public static IntentRefusal unexpectedState(Intent intent, String action) {
        String message = "This PaymentIntent could not be " + action + " because it has a status of "
                + intent.status().wire() + ".";
        return new IntentRefusal(400, "invalid_request_error", "payment_intent_unexpected_state", message, intent);
    }

    /** Refuses as the issuer did; the payment may be tried again with another card. */
    public static IntentRefusal declined(Intent intent) {
        TestCard.Decline decline = intent.lastDecline().orElseThrow();
        return new IntentRefusal(402, "card_error", decline.code(), "Your card was declined.", intent);
    }

    public Intent intent() {
        return intent;
    }
}
