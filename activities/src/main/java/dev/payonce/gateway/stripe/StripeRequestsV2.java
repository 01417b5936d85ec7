package dev.payonce.gateway.stripe;

import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import com.stripe.param.PaymentIntentCreateParams.MandateData;
import com.stripe.param.PaymentIntentCreateParams.PaymentMethodOptions;
import com.stripe.param.PaymentIntentCreateParams.Shipping;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.order.ChargeDetails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The requests of shape 2: charges with a customer, a saved method, a mandate, and what people read in Stripe's dashboard.
 * They are built from the operation and from the details beside it in the ledger. What is sent here never changes any
 * more; see {@link StripeRequestsV1}.
 */
final class StripeRequestsV2 {

    static final String NAME = "2";

    /** The metadata field of the number that the shopper sees, beside our tag. */
    private static final String ORDER_NUMBER = "order_number";

    private static final List<String> EXPAND =
            List.of("latest_charge", "latest_charge.refunds", "latest_charge.balance_transaction");

    /** Begins a confirmation token: it carries method, mandate, shipping address and saving by itself. */
    private static final String TOKEN = "ctoken_";

    private static final PaymentMethodOptions SEVERAL_CAPTURES = PaymentMethodOptions.builder()
            .setCard(PaymentMethodOptions.Card.builder()
                    .setRequestMulticapture(PaymentMethodOptions.Card.RequestMulticapture.IF_AVAILABLE)
                    .build())
            .build();

    private StripeRequestsV2() {}

    /** Builds the request for a new customer, who owns the method that this charge saves. */
    static CustomerCreateParams customer(Operation.Charge charge, ChargeDetails details) {
        CustomerCreateParams.Builder params = CustomerCreateParams.builder()
                .putAllMetadata(StripeMetadata.of(charge.header().tag()));
        given(details.name()).ifPresent(params::setName);
        given(details.email()).ifPresent(params::setEmail);
        return params.build();
    }

    /**
     * Builds the request for a new payment. Without a return address it allows no method that sends the shopper away.
     *
     * @param customer empty for none
     * @param amount in Stripe's units
     * @param returnUrl with the order key filled in
     */
    static PaymentIntentCreateParams charge(
            Operation.Charge charge, ChargeDetails details, String customer, long amount, Optional<String> returnUrl) {
        MethodUse use = charge.use().orElse(MethodUse.ONCE);
        PaymentIntentCreateParams.Builder params = PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency(charge.money().currency().toLowerCase(Locale.ROOT))
                .setConfirm(true)
                .setCaptureMethod(charge.manual() ? CaptureMethod.MANUAL : CaptureMethod.AUTOMATIC_ASYNC)
                .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .setAllowRedirects(returnUrl.isPresent() ? AllowRedirects.ALWAYS : AllowRedirects.NEVER)
                        .build())
                .setDescription(details.description())
                .putAllMetadata(StripeMetadata.of(charge.header().tag()))
                .putMetadata(ORDER_NUMBER, details.number())
                .addAllExpand(EXPAND);
        if (isToken(charge)) {
            params.setConfirmationToken(charge.method());
        } else {
            params.setPaymentMethod(charge.method());
            details.shipping().map(StripeRequestsV2::shipping).ifPresent(params::setShipping);
        }
        given(customer).ifPresent(params::setCustomer);
        save(use).ifPresent(params::setSetupFutureUsage);
        returnUrl.ifPresent(params::setReturnUrl);
        given(details.suffix()).ifPresent(params::setStatementDescriptorSuffix);
        if (details.receipt()) {
            given(details.email()).ifPresent(params::setReceiptEmail);
        }
        if (use.mandate()) {
            params.setMandateData(mandate(details));
        }
        if (charge.offSession()) {
            params.setOffSession(true);
        }
        if (charge.manual()) {
            params.setPaymentMethodOptions(SEVERAL_CAPTURES);
        }
        return params.build();
    }

    /**
     * Builds the confirmation of our own declined payment. Stripe keeps its amount, customer, description, tag and capture
     * method.
     *
     * @param returnUrl with the order key filled in
     */
    static PaymentIntentConfirmParams confirm(
            Operation.Charge charge, ChargeDetails details, Optional<String> returnUrl) {
        MethodUse use = charge.use().orElse(MethodUse.ONCE);
        PaymentIntentConfirmParams.Builder params =
                PaymentIntentConfirmParams.builder().addAllExpand(EXPAND);
        if (isToken(charge)) {
            params.setConfirmationToken(charge.method());
        } else {
            params.setPaymentMethod(charge.method());
        }
        returnUrl.ifPresent(params::setReturnUrl);
        if (use.mandate()) {
            params.setMandateData(confirmedMandate(details));
        }
        if (charge.offSession()) {
            params.setOffSession(true);
        }
        return params.build();
    }

    private static boolean isToken(Operation.Charge charge) {
        return charge.method().startsWith(TOKEN);
    }

    private static Optional<PaymentIntentCreateParams.SetupFutureUsage> save(MethodUse use) {
        return switch (use.save()) {
            case NONE -> Optional.empty();
            case ON_SESSION -> Optional.of(PaymentIntentCreateParams.SetupFutureUsage.ON_SESSION);
            case OFF_SESSION -> Optional.of(PaymentIntentCreateParams.SetupFutureUsage.OFF_SESSION);
        };
    }

    /** Builds the mandate that the shopper agreed to at the checkout, by address and browser as the order has them. */
    private static MandateData mandate(ChargeDetails details) {
        MandateData.CustomerAcceptance.Builder accepted = MandateData.CustomerAcceptance.builder();
        if (details.ip().isEmpty() || details.agent().isEmpty()) {
            accepted.setType(MandateData.CustomerAcceptance.Type.OFFLINE)
                    .setOffline(MandateData.CustomerAcceptance.Offline.builder().build());
        } else {
            accepted.setType(MandateData.CustomerAcceptance.Type.ONLINE)
                    .setOnline(MandateData.CustomerAcceptance.Online.builder()
                            .setIpAddress(details.ip())
                            .setUserAgent(details.agent())
                            .build());
        }
        return MandateData.builder().setCustomerAcceptance(accepted.build()).build();
    }

    private static PaymentIntentConfirmParams.MandateData confirmedMandate(ChargeDetails details) {
        var accepted = PaymentIntentConfirmParams.MandateData.CustomerAcceptance.builder();
        if (details.ip().isEmpty() || details.agent().isEmpty()) {
            accepted.setType(PaymentIntentConfirmParams.MandateData.CustomerAcceptance.Type.OFFLINE)
                    .setOffline(PaymentIntentConfirmParams.MandateData.CustomerAcceptance.Offline.builder()
                            .build());
        } else {
            accepted.setType(PaymentIntentConfirmParams.MandateData.CustomerAcceptance.Type.ONLINE)
                    .setOnline(PaymentIntentConfirmParams.MandateData.CustomerAcceptance.Online.builder()
                            .setIpAddress(details.ip())
                            .setUserAgent(details.agent())
                            .build());
        }
        return PaymentIntentConfirmParams.MandateData.builder()
                .setCustomerAcceptance(accepted.build())
                .build();
    }

    private static Shipping shipping(ChargeDetails.Address to) {
        Shipping.Address.Builder address = Shipping.Address.builder();
        given(to.line1()).ifPresent(address::setLine1);
        given(to.line2()).ifPresent(address::setLine2);
        given(to.city()).ifPresent(address::setCity);
        given(to.state()).ifPresent(address::setState);
        given(to.postcode()).ifPresent(address::setPostalCode);
        given(to.country()).ifPresent(address::setCountry);
        Shipping.Builder shipping = Shipping.builder().setName(to.name()).setAddress(address.build());
        given(to.phone()).ifPresent(shipping::setPhone);
        return shipping.build();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isBlank());
    }
}
