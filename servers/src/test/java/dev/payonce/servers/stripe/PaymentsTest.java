package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import com.stripe.param.PaymentIntentCreateParams.PaymentMethodOptions;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.service.PaymentIntentService;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Journal.Kind;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of how the unmodified SDK moves money at the simulator. */
class PaymentsTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final PaymentIntentService payments = sdk.v1().paymentIntents();

    @Test
    void anAuthorizationIsCapturedInFull() throws Exception {
        PaymentIntent held = payments.create(manual(5000).build(), Sdk.key("op-1"));
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getCaptureMethod()).isEqualTo("manual");
        assertThat(stripe.journal().reservedByOrder()).isEqualTo(Map.of("1001", Map.of(held.getId(), 5000L)));

        PaymentIntent taken = payments.capture(held.getId(), Sdk.key("op-2"));

        assertThat(taken.getStatus()).isEqualTo("succeeded");
        assertThat(taken.getAmountReceived()).isEqualTo(5000);
        assertThat(taken.getAmountCapturable()).isZero();
        assertThat(stripe.journal().reservedByOrder()).isEmpty();
        assertThat(kinds(held.getId())).containsExactly(Kind.AUTHORIZED, Kind.CAPTURED);
        assertThat(stripe.journal().byKey("op-2"))
                .extracting(Journal.Entry::amount)
                .containsExactly(5000L);
        assertThat(types(held.getId()))
                .containsExactly(
                        "payment_intent.created",
                        "charge.succeeded",
                        "payment_intent.amount_capturable_updated",
                        "charge.captured",
                        "payment_intent.succeeded",
                        "charge.updated");
    }

    @Test
    void theRestOfAPartialCaptureIsReleased() throws Exception {
        String held = payments.create(manual(5000).build()).getId();
        payments.capture(held, part(4500, true));

        PaymentIntent taken = Sdk.whole(sdk, held);
        assertThat(taken.getStatus()).isEqualTo("succeeded");
        assertThat(taken.getAmountReceived()).isEqualTo(4500);
        assertThat(taken.getLatestChargeObject().getAmountRefunded()).isEqualTo(500);
        assertThat(stripe.journal().net(held)).isEqualTo(4500);
        assertRefused("payment_intent_unexpected_state", () -> payments.capture(held, part(500, true)));
    }

    @Test
    void severalCapturesNeedPermission() throws Exception {
        String single = payments.create(manual(5000).build()).getId();
        assertThatThrownBy(() -> payments.capture(single, part(1000, false)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.getParam()).isEqualTo("final_capture"));

        String several = payments.create(manual(5000)
                        .setPaymentMethodOptions(PaymentMethodOptions.builder()
                                .setCard(PaymentMethodOptions.Card.builder()
                                        .setRequestMulticapture(
                                                PaymentMethodOptions.Card.RequestMulticapture.IF_AVAILABLE)
                                        .build())
                                .build())
                        .build())
                .getId();
        PaymentIntent first = payments.capture(several, part(1000, false));
        assertThat(first.getStatus()).isEqualTo("requires_capture");
        assertThat(first.getAmountReceived()).isEqualTo(1000);
        assertThat(first.getAmountCapturable()).isEqualTo(4000);
        assertRefused("amount_too_large", () -> payments.capture(several, part(4001, false)));

        PaymentIntent last = payments.capture(several, part(2000, true));
        assertThat(last.getStatus()).isEqualTo("succeeded");
        assertThat(last.getAmountReceived()).isEqualTo(3000);
        assertThat(Sdk.whole(sdk, several).getLatestChargeObject().getAmountRefunded())
                .isEqualTo(2000);
        assertThat(stripe.journal().captured(several)).isEqualTo(3000);
    }

    @Test
    void aPaymentThatIsNotCapturedCanBeCanceled() throws Exception {
        String held = payments.create(manual(5000).build()).getId();
        PaymentIntent canceled = payments.cancel(
                held,
                PaymentIntentCancelParams.builder()
                        .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED)
                        .build());
        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCancellationReason()).isEqualTo("abandoned");
        assertThat(canceled.getCanceledAt()).isEqualTo(Sdk.NOW.getEpochSecond());
        assertThat(stripe.journal().net(held)).isZero();

        String paid = payments.create(Sdk.buying(7, TestCard.VISA)).getId();
        assertRefused("payment_intent_unexpected_state", () -> payments.cancel(paid));
        assertThat(stripe.journal().net(paid)).isEqualTo(4990);

        String debit = payments.create(Sdk.buying(8, TestCard.SEPA_DEBIT)).getId();
        assertRefused("payment_intent_unexpected_state", () -> payments.cancel(debit));
    }

    @Test
    void anActionSendsTheShopperThereAndBack() throws Exception {
        PaymentIntent plain = payments.create(Sdk.buying(7, TestCard.AUTHENTICATION));
        assertThat(plain.getNextAction().getType()).isEqualTo("use_stripe_sdk");
        assertThat(plain.getClientSecret()).startsWith(plain.getId() + "_secret_");

        PaymentIntent redirected = payments.create(Sdk.asking(4990)
                .setConfirm(true)
                .setPaymentMethod(TestCard.THREE_D_SECURE.id())
                .setReturnUrl("https://shop.example/checkout/order-received/7")
                .build());
        assertThat(redirected.getNextAction().getType()).isEqualTo("redirect_to_url");
        assertThat(redirected.getNextAction().getRedirectToUrl().getReturnUrl()).contains("order-received/7");
        assertThat(redirected.getNextAction().getRedirectToUrl().getUrl()).startsWith("https://");

        Shopper shopper = stripe.shopper();
        shopper.abandons(redirected.getId());
        assertThat(shopper.status(redirected.getId())).isEqualTo("requires_action");
        shopper.failsAuthentication(redirected.getId());
        assertThat(payments.retrieve(redirected.getId()).getLastPaymentError().getCode())
                .isEqualTo("payment_intent_authentication_failure");
        shopper.authenticates(plain.getId());
        assertThat(payments.retrieve(plain.getId()).getStatus()).isEqualTo("succeeded");
        assertThat(stripe.journal().netOf(7)).isEqualTo(Map.of(plain.getId(), 4990L));
        assertThat(shopper.payments("payonce_order", "7")).containsExactly(plain.getId());
    }

    @Test
    void aShopperWhoIsAwayCannotAct() {
        PaymentIntentCreateParams away = Sdk.asking(4990)
                .setConfirm(true)
                .setOffSession(true)
                .setPaymentMethod(TestCard.AUTHENTICATION.id())
                .build();

        assertThatThrownBy(() -> payments.create(away)).isInstanceOfSatisfying(CardException.class, declined -> {
            assertThat(declined.getCode()).isEqualTo("authentication_required");
            assertThat(declined.getStripeError().getPaymentIntent().getStatus()).isEqualTo("requires_payment_method");
        });
    }

    @Test
    void aLostCardIsDeclinedAndAnotherOneMayFollow() throws Exception {
        assertThatThrownBy(() -> payments.create(Sdk.buying(7, TestCard.LOST)))
                .isInstanceOfSatisfying(
                        CardException.class,
                        lost -> assertThat(lost.getDeclineCode()).isEqualTo("lost_card"));
        String intent = stripe.shopper().payments("payonce_order", "7").getFirst();

        payments.confirm(
                intent,
                PaymentIntentConfirmParams.builder()
                        .setPaymentMethod(TestCard.VISA.id())
                        .build());

        assertThat(kinds(intent)).containsExactly(Kind.DECLINED, Kind.CAPTURED);
        assertThat(stripe.journal().attempts(intent)).isEqualTo(2);
    }

    @Test
    void aDelayedMethodSettlesLater() throws Exception {
        PaymentIntent debit = payments.create(Sdk.buying(7, TestCard.SEPA_DEBIT));
        assertThat(debit.getStatus()).isEqualTo("processing");

        stripe.shopper().clear(debit.getId(), true);

        assertThat(kinds(debit.getId())).containsExactly(Kind.PENDING, Kind.CAPTURED);
        assertThat(stripe.journal().attempts(debit.getId())).isEqualTo(1);
        assertThat(payments.retrieve(debit.getId()).getAmountReceived()).isEqualTo(4990);
    }

    @Test
    void anAuthorizationThatIsNeverCapturedExpires() throws Exception {
        String held = payments.create(manual(5000).build()).getId();
        stripe.shopper().letExpire(held);

        assertThat(payments.retrieve(held).getCancellationReason()).isEqualTo("automatic");
        assertThat(types(held)).endsWith("charge.expired", "payment_intent.canceled");
    }

    @Test
    void aPaymentIsInTheListAtOnce() throws Exception {
        String intent = payments.create(Sdk.buying(7, TestCard.VISA)).getId();
        PaymentIntentListParams recent = PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(Sdk.NOW.getEpochSecond())
                        .build())
                .build();

        assertThat(payments.list(recent).getData())
                .extracting(PaymentIntent::getId)
                .containsExactly(intent);
    }

    @ParameterizedTest
    @CsvSource({
        "49, eur, amount_too_small, amount",
        "29, gbp, amount_too_small, amount",
        "100000000, eur, amount_too_large, amount",
        "-1, eur, parameter_invalid_integer, amount",
        "1234, kwd, parameter_invalid_integer, amount",
        "1050, isk, parameter_invalid_integer, amount",
        "4990, xxx, , currency",
        "4990, euro, , currency",
    })
    void badAmountsAndCurrenciesAreRefused(long amount, String currency, String code, String param) {
        PaymentIntentCreateParams bad = PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency(currency)
                .build();

        assertThatThrownBy(() -> payments.create(bad))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(400);
                    assertThat(refused.getCode()).isEqualTo(code);
                    assertThat(refused.getParam()).isEqualTo(param);
                });
        assertThat(stripe.journal().entries()).isEmpty();
    }

    @Test
    void aMisspeltParameterIsFoundOut() {
        PaymentIntentCreateParams odd =
                Sdk.asking(4990).putExtraParam("ammount", 1).build();

        assertRefused("parameter_unknown", () -> payments.create(odd));
    }

    @Test
    void paymentsOfOneOrderAreFoundByOurTagOrThePluginsNumber() throws StripeException {
        String ours = payments.create(Sdk.buying(7, TestCard.VISA)).getId();
        String plugins = stripe.shopper().pay(100, "eur", Map.of("order_id", "7"));

        assertThat(stripe.journal().netByOrder()).isEqualTo(Map.of("7", Map.of(ours, 4990L, plugins, 100L)));
    }

    private static PaymentIntentCreateParams.Builder manual(long amount) {
        return Sdk.asking(amount)
                .setConfirm(true)
                .setCaptureMethod(CaptureMethod.MANUAL)
                .setPaymentMethod(TestCard.VISA.id());
    }

    private static PaymentIntentCaptureParams part(long amount, boolean last) {
        return PaymentIntentCaptureParams.builder()
                .setAmountToCapture(amount)
                .setFinalCapture(last)
                .build();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(code));
    }

    private List<Kind> kinds(String intent) {
        return stripe.journal().of(intent).stream().map(Journal.Entry::kind).toList();
    }

    private List<String> types(String intent) {
        return stripe.events().of(intent).stream().map(Event::type).toList();
    }
}
