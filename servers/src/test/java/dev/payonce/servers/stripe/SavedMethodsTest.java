package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.SetupFutureUsage;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.InstantSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of customers and of the methods that they keep: what Stripe refuses of them is refused here. */
class SavedMethodsTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    @Test
    void aSavedCardPaysWithItsCustomerAndNotWithoutOrWithAnother() throws Exception {
        String customer = customer();
        String card = create(saving(customer, TestCard.VISA.id())).getPaymentMethod();

        assertThat(stripe.shopper().kept(customer)).containsExactly(card);
        assertThat(create(asking(card).setCustomer(customer)).getStatus()).isEqualTo("succeeded");
        assertThat(refused(asking(card)).getCode()).isEqualTo("parameter_missing");
        assertThat(refused(asking(card).setCustomer(customer())).getParam()).isEqualTo("payment_method");
        assertThat(refused(asking(card).setCustomer("cus_unknown")).getCode()).isEqualTo("resource_missing");
    }

    @Test
    void aMethodWithoutACustomerIsGoodForOneUse() throws Exception {
        String card = stripe.shopper().method(TestCard.VISA);

        assertThat(create(asking(card)).getStatus()).isEqualTo("succeeded");
        assertThat(refused(asking(card)).getMessage()).contains("previously used");
    }

    @Test
    void aDeclinedMethodIsNotKept() {
        String customer = customer();

        assertThat(catchThrowableOfType(
                        CardException.class, () -> create(saving(customer, TestCard.INSUFFICIENT_FUNDS.id()))))
                .isNotNull();
        assertThat(stripe.shopper().kept(customer)).isEmpty();
    }

    @Test
    void aDebitNeedsAMandateOnceAndIsThenPaidWithout() throws Exception {
        String customer = customer();

        assertThat(refused(saving(customer, TestCard.SEPA_DEBIT.id())).getMessage())
                .contains("requires a mandate");

        String account = create(saving(customer, TestCard.SEPA_DEBIT.id()).setMandateData(agreed()))
                .getPaymentMethod();
        assertThat(create(asking(account).setCustomer(customer).setOffSession(true))
                        .getStatus())
                .isEqualTo("processing");
    }

    @Test
    void aSavedCardThatWantsItsOwnerIsDeclinedOffSession() throws Exception {
        String customer = customer();
        PaymentIntent first = create(saving(customer, TestCard.AUTHENTICATION.id()));
        stripe.shopper().authenticates(first.getId());
        String card = stripe.shopper().kept(customer).getFirst();

        CardException declined = catchThrowableOfType(
                CardException.class,
                () -> create(asking(card).setCustomer(customer).setOffSession(true)));

        assertThat(declined.getCode()).isEqualTo("authentication_required");
        PaymentIntent left = declined.getStripeError().getPaymentIntent();
        assertThat(left.getStatus()).isEqualTo("requires_payment_method");
        assertThat(declined.getCharge()).as("the bank was not asked for money").isNull();
        assertThat(left.getLatestCharge()).isNull();
        assertThat(stripe.events().of(left.getId()))
                .extracting(Event::type)
                .containsExactly("payment_intent.created", "payment_intent.payment_failed");
    }

    @Test
    void aConfirmationTokenCarriesMethodMandateAndSavingAndIsGoodOnce() throws Exception {
        String customer = customer();
        String token = stripe.shopper().token(TestCard.SEPA_DEBIT, true);
        PaymentIntentCreateParams.Builder asks =
                Sdk.asking(4990).setConfirm(true).setConfirmationToken(token).setCustomer(customer);

        PaymentIntent intent = create(asks);

        assertThat(intent.getStatus()).isEqualTo("processing");
        assertThat(intent.getSetupFutureUsage()).isEqualTo("off_session");
        assertThat(stripe.shopper().kept(customer)).containsExactly(intent.getPaymentMethod());
        assertThat(refusal(asks)).isNotNull();
    }

    private String customer() {
        try {
            return sdk.v1()
                    .customers()
                    .create(CustomerCreateParams.builder().setName("Ann").build())
                    .getId();
        } catch (StripeException failed) {
            throw new AssertionError(failed);
        }
    }

    private static PaymentIntentCreateParams.Builder asking(String method) {
        return Sdk.asking(4990).setConfirm(true).setPaymentMethod(method);
    }

    private static PaymentIntentCreateParams.Builder saving(String customer, String method) {
        return asking(method).setCustomer(customer).setSetupFutureUsage(SetupFutureUsage.OFF_SESSION);
    }

    private PaymentIntent create(PaymentIntentCreateParams.Builder params) throws StripeException {
        return sdk.v1().paymentIntents().create(params.build());
    }

    private InvalidRequestException refusal(PaymentIntentCreateParams.Builder params) {
        return catchThrowableOfType(InvalidRequestException.class, () -> create(params));
    }

    private com.stripe.model.StripeError refused(PaymentIntentCreateParams.Builder params) {
        return refusal(params).getStripeError();
    }

    /** Returns the shopper's consent to debits; for a card Stripe takes it, too. */
    static PaymentIntentCreateParams.MandateData agreed() {
        return PaymentIntentCreateParams.MandateData.builder()
                .setCustomerAcceptance(PaymentIntentCreateParams.MandateData.CustomerAcceptance.builder()
                        .setType(PaymentIntentCreateParams.MandateData.CustomerAcceptance.Type.ONLINE)
                        .setOnline(PaymentIntentCreateParams.MandateData.CustomerAcceptance.Online.builder()
                                .setIpAddress("192.0.2.1")
                                .setUserAgent("Mozilla/5.0")
                                .build())
                        .build())
                .build();
    }
}
