package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundCreateParams.Reason;
import com.stripe.param.RefundListParams;
import com.stripe.service.RefundService;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Journal.Kind;
import dev.payonce.servers.stripe.state.RefundStatus;
import java.time.InstantSource;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of how the unmodified SDK gives money back at the simulator. */
class RefundsTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final RefundService refunds = sdk.v1().refunds();
    private final String paid = stripe.shopper().pay(4990, "eur", Map.of("payonce_order", "7"));

    @Test
    void aPartGoesBackAndThenTheRest() throws Exception {
        Refund part = refunds.create(
                asking(990)
                        .setReason(Reason.DUPLICATE)
                        .putMetadata("request", "a")
                        .build(),
                Sdk.key("op-1"));
        Refund rest = refunds.create(of(paid).build(), Sdk.key("op-2"));

        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(part.getAmount()).isEqualTo(990);
        assertThat(part.getCurrency()).isEqualTo("eur");
        assertThat(part.getPaymentIntent()).isEqualTo(paid);
        assertThat(part.getReason()).isEqualTo("duplicate");
        assertThat(part.getMetadata()).isEqualTo(Map.of("request", "a"));
        assertThat(part.getBalanceTransaction()).startsWith("txn_");
        assertThat(rest.getAmount()).isEqualTo(4000);
        Charge charge = Sdk.whole(sdk, paid).getLatestChargeObject();
        assertThat(charge.getRefunded()).isTrue();
        assertThat(charge.getRefunds().getData())
                .extracting(Refund::getId)
                .as("newest first")
                .containsExactly(rest.getId(), part.getId());
    }

    @Test
    void theJournalKnowsWhatWentBackByWhichRequestAndWithWhichMetadata() throws Exception {
        refunds.create(asking(990).putMetadata("request", "a").build(), Sdk.key("op-1"));

        Journal.Entry entry = stripe.journal().byKey("op-1").getFirst();
        assertThat(entry.kind()).isEqualTo(Kind.REFUNDED);
        assertThat(entry.amount()).isEqualTo(990);
        assertThat(entry.order()).contains("7");
        assertThat(entry.part().orElseThrow().metadata()).isEqualTo(Map.of("request", "a"));
        assertThat(stripe.journal().refunds()).containsExactly(entry);
        assertThat(stripe.journal().refunded(paid)).isEqualTo(990);
        assertThat(stripe.journal().net(paid)).isEqualTo(4000);
    }

    @Test
    void aRefundHasAnEventOfItsOwnAndOneOfItsCharge() throws Exception {
        String id = refunds.create(asking(990).build()).getId();

        assertThat(stripe.events().of(paid))
                .extracting(Event::type)
                .endsWith("charge.updated", "refund.created", "charge.refunded");
        assertThat(stripe.events().last(paid, "refund.created").orElseThrow().object())
                .isEqualTo(id);
    }

    @Test
    void aChargeNamesItsPaymentAsWell() throws Exception {
        String charge = stripe.shopper().latestCharge(paid).orElseThrow();

        Refund refund =
                refunds.create(RefundCreateParams.builder().setCharge(charge).build());

        assertThat(refund.getPaymentIntent()).isEqualTo(paid);
        assertThat(refunds.retrieve(refund.getId()).getCharge()).isEqualTo(charge);
        assertThat(sdk.v1().charges().retrieve(charge).getPaymentIntent()).isEqualTo(paid);
        assertThat(refunds.list(RefundListParams.builder().setCharge(charge).build())
                        .getData())
                .hasSize(1);
    }

    @Test
    void theSameKeyIsTheSameRefundAndNothingElse() throws Exception {
        Refund first = refunds.create(asking(990).build(), Sdk.key("op-1"));
        Refund again = refunds.create(asking(990).build(), Sdk.key("op-1"));

        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThatThrownBy(() -> refunds.create(asking(991).build(), Sdk.key("op-1")))
                .isInstanceOf(IdempotencyException.class);
        assertThat(stripe.journal().refunded(paid)).isEqualTo(990);
    }

    @Test
    void neverMoreThanWasTaken() throws Exception {
        refunds.create(asking(4000).build());

        assertThatThrownBy(() -> refunds.create(asking(991).build(), Sdk.key("op-1")))
                .isInstanceOfSatisfying(InvalidRequestException.class, much -> {
                    assertThat(much.getStatusCode()).isEqualTo(400);
                    assertThat(much.getCode()).as("Stripe gives it none").isNull();
                    assertThat(much.getParam()).isEqualTo("amount");
                });
        refunds.create(asking(990).build());
        assertRefused("charge_already_refunded", () -> refunds.create(of(paid).build()));
        assertThat(stripe.journal().net(paid)).isZero();
    }

    @Test
    void aRefusalIsKeptByItsKeyEvenWhenItWouldBeTakenNow() throws Exception {
        String refund = refunds.create(of(paid).build()).getId();
        assertRefused(
                "charge_already_refunded", () -> refunds.create(asking(990).build(), Sdk.key("op-2")));

        stripe.merchant().becomes(refund, RefundStatus.FAILED);

        assertRefused(
                "charge_already_refunded", () -> refunds.create(asking(990).build(), Sdk.key("op-2")));
        refunds.create(asking(990).build(), Sdk.key("op-3"));
    }

    @Test
    void moneyThatTheBankHasTakenBackIsNotRefundedAsWell() throws Exception {
        stripe.merchant().openDispute(paid);
        assertRefused("charge_disputed", () -> refunds.create(asking(990).build()));

        stripe.merchant().closeDispute(paid, true);
        assertThat(refunds.create(asking(990).build()).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void moneyThatWasNotTakenCannotGoBack() {
        String open = stripe.shopper().open(4990, "eur", Map.of());
        String held = stripe.shopper().authorize(4990, "eur", Map.of());

        for (String intent : new String[] {open, held}) {
            assertThatThrownBy(() -> refunds.create(of(intent).build()))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            none -> assertThat(none.getParam()).isEqualTo("payment_intent"))
                    .hasMessageContaining("successful charge");
        }
    }

    @Test
    void malformedRequestsAreStripesOwnRefusals() {
        assertRefused("resource_missing", () -> refunds.create(of("pi_nobody").build()));
        assertRefused("resource_missing", () -> refunds.retrieve("re_nobody"));
        assertRefused("parameter_missing", () -> refunds.create());
        assertRefused(
                "parameter_invalid_integer", () -> refunds.create(asking(0).build()));
        assertRefused(
                "parameter_unknown",
                () -> refunds.create(of(paid).putExtraParam("ammount", 1).build()));
        assertThat(stripe.journal().refunds()).isEmpty();
    }

    @Test
    void aRefundFromTheDashboardBearsNoMarkOfOursAndAPluginsBearsItsOwn() throws StripeException {
        String byHand = stripe.merchant().refund(paid, 100);
        String plugins = stripe.merchant().refund(paid, 200, Map.of("order_id", "7"));

        assertThat(refunds.retrieve(byHand).getMetadata()).isEmpty();
        assertThat(refunds.retrieve(plugins).getMetadata()).isEqualTo(Map.of("order_id", "7"));
        assertThat(stripe.journal().refunds())
                .allSatisfy(entry -> assertThat(entry.key()).isEmpty());
    }

    private RefundCreateParams.Builder asking(long amount) {
        return of(paid).setAmount(amount);
    }

    private static RefundCreateParams.Builder of(String intent) {
        return RefundCreateParams.builder().setPaymentIntent(intent);
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(code));
    }
}
