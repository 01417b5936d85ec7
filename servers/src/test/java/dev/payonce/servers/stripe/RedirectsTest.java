package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.InstantSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of methods that send the shopper away: a payment that takes them wants an address to bring her back. */
class RedirectsTest {

    private static final String BACK = "https://shop.example/";

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    @Test
    void aChargeThatMayRedirectWantsAnAddressAlsoForACard() throws Exception {
        assertThat(refused(asking(AllowRedirects.ALWAYS)).getMessage()).contains("return_url");
        assertThat(stripe.events().all()).isEmpty();

        assertThat(create(asking(AllowRedirects.ALWAYS).setReturnUrl(BACK)).getStatus())
                .isEqualTo("succeeded");
        assertThat(create(asking(AllowRedirects.NEVER)).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aMethodThatRedirectsIsRefusedWhereNoneMay() {
        assertThat(refused(asking(AllowRedirects.NEVER).setPaymentMethod(TestCard.KLARNA.id())))
                .isNotNull();
    }

    /** The payment was made with an address, by a shopper; the next attempt is made without one. */
    @Test
    void aConfirmationWithoutTheAddressIsRefusedAndThePaymentStaysAsItWas() throws Exception {
        PaymentIntent open = sdk.v1()
                .paymentIntents()
                .create(asking(AllowRedirects.ALWAYS).setConfirm(false).build());

        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> confirm(open, confirming())))
                .isNotNull();
        assertThat(sdk.v1().paymentIntents().retrieve(open.getId()).getStatus()).isEqualTo(open.getStatus());
        assertThat(confirm(open, confirming().setReturnUrl(BACK)).getStatus()).isEqualTo("succeeded");
    }

    private PaymentIntent confirm(PaymentIntent open, PaymentIntentConfirmParams.Builder params) throws Exception {
        return sdk.v1().paymentIntents().confirm(open.getId(), params.build());
    }

    private static PaymentIntentConfirmParams.Builder confirming() {
        return PaymentIntentConfirmParams.builder().setPaymentMethod(TestCard.VISA.id());
    }

    private static PaymentIntentCreateParams.Builder asking(AllowRedirects redirects) {
        return Sdk.asking(4990)
                .setConfirm(true)
                .setPaymentMethod(TestCard.VISA.id())
                .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .setAllowRedirects(redirects)
                        .build());
    }

    private PaymentIntent create(PaymentIntentCreateParams.Builder params) throws Exception {
        return sdk.v1().paymentIntents().create(params.build());
    }

    private InvalidRequestException refused(PaymentIntentCreateParams.Builder params) {
        return catchThrowableOfType(InvalidRequestException.class, () -> create(params));
    }
}
