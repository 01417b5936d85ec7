package dev.payonce.gateway.stripe;

import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import com.stripe.param.PaymentIntentCreateParams.PaymentMethodOptions;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundCreateParams.Reason;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The requests of shape 1, from operations alone. Stripe refuses a key that comes again with other parameters, and after
 * a release operations of the old shape are still to be repeated: so what is sent here never changes any more. A change
 * is a new shape, in a class of its own beside this one.
 */
final class StripeRequestsV1 {

    static final String NAME = "1";

    /** The parts that a lookup reads too, so the payment need not be read again. */
    private static final List<String> EXPAND = List.of("latest_charge", "latest_charge.refunds");

    /**
     * Several captures are decided later, and must be requested now; where the method has none, Stripe ignores this.
     */
    private static final PaymentMethodOptions SEVERAL_CAPTURES = PaymentMethodOptions.builder()
            .setCard(PaymentMethodOptions.Card.builder()
                    .setRequestMulticapture(PaymentMethodOptions.Card.RequestMulticapture.IF_AVAILABLE)
                    .build())
            .build();

    private StripeRequestsV1() {}

    /**
     * Builds the request for a new payment. It accepts each method of the account, since the method was chosen before.
     * Without a return address it allows no method that sends the shopper away.
     *
     * @param amount in Stripe's units
     * @param returnUrl with the order key filled in
     */
    static PaymentIntentCreateParams charge(Operation.Charge charge, long amount, Optional<String> returnUrl) {
        PaymentIntentCreateParams.Builder params = PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency(charge.money().currency().toLowerCase(Locale.ROOT))
                .setPaymentMethod(charge.method())
                .setConfirm(true)
                .setCaptureMethod(charge.manual() ? CaptureMethod.MANUAL : CaptureMethod.AUTOMATIC)
                .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .setAllowRedirects(returnUrl.isPresent() ? AllowRedirects.ALWAYS : AllowRedirects.NEVER)
                        .build())
                .putAllMetadata(StripeMetadata.of(charge.header().tag()))
                .addAllExpand(EXPAND);
        returnUrl.ifPresent(params::setReturnUrl);
        if (charge.offSession()) {
            params.setOffSession(true);
        }
        if (charge.manual()) {
            params.setPaymentMethodOptions(SEVERAL_CAPTURES);
        }
        return params.build();
    }

    /**
     * Builds the confirmation of our own declined payment: the same intent takes another attempt. Stripe keeps its amount,
     * its tag and its capture method.
     *
     * @param returnUrl with the order key filled in
     */
    static PaymentIntentConfirmParams confirm(Operation.Charge charge, Optional<String> returnUrl) {
        PaymentIntentConfirmParams.Builder params = PaymentIntentConfirmParams.builder()
                .setPaymentMethod(charge.method())
                .addAllExpand(EXPAND);
        returnUrl.ifPresent(params::setReturnUrl);
        if (charge.offSession()) {
            params.setOffSession(true);
        }
        return params.build();
    }

    /**
     * Builds a capture. Only one that is not the last says so, since an account without multicapture refuses the
     * parameter.
     */
    static PaymentIntentCaptureParams capture(Operation.Capture capture, long amount) {
        PaymentIntentCaptureParams.Builder params =
                PaymentIntentCaptureParams.builder().setAmountToCapture(amount).addAllExpand(EXPAND);
        if (!capture.last()) {
            params.setFinalCapture(false);
        }
        return params.build();
    }

    /** Builds a refund. Nothing is expanded: a refund's response does not show its payment, which is read anyhow. */
    static RefundCreateParams refund(Operation.Refund refund, long amount) {
        RefundCreateParams.Builder params = RefundCreateParams.builder()
                .setPaymentIntent(refund.payment())
                .setAmount(amount)
                .putAllMetadata(StripeMetadata.ofRefund(refund.header().tag(), refund.storeRefund()));
        reason(refund.reason()).ifPresent(params::setReason);
        return params.build();
    }

    private static Optional<Reason> reason(Operation.Refund.RefundReason why) {
        return switch (why) {
            case NONE -> Optional.empty();
            case DUPLICATE -> Optional.of(Reason.DUPLICATE);
            case FRAUDULENT -> Optional.of(Reason.FRAUDULENT);
            case REQUESTED_BY_CUSTOMER -> Optional.of(Reason.REQUESTED_BY_CUSTOMER);
        };
    }

    static PaymentIntentCancelParams cancel() {
        return PaymentIntentCancelParams.builder().addAllExpand(EXPAND).build();
    }
}
