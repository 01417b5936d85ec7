package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The cases 8, 9, 10, 13, 28, 34 and 39 on real servers: what was captured is another amount than the order asks. */
class C_ChangedTotalsIT {

    private static final String CAPTURABLE = "payment_intent.amount_capturable_updated";

    private final Shop shop;

    C_ChangedTotalsIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void C8_aTotalThatIsRaisedDuringThreeDSecureAsks() {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        StoreProgram.Answer action = checkout.pay("pay", TestCard.THREE_D_SECURE);
        assertThat(StoreClient.status(action)).as(action.body()).isEqualTo("action_required");
        String intent = action.json().path("payment").asText();

        underTest.costs("total_amount * 10", "EUR");
        underTest.shopper().authenticates(intent);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.asks("AMOUNT_DIFFERS");
        assertThat(underTest.row().isPaid()).isFalse();
    }

    @Test
    void C8_aTotalThatIsRaisedAfterTheAuthorizationAsksWhenItIsCaptured() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();

        underTest.costs("total_amount + 5", "EUR");
        StoreProgram.Answer _ = checkout.capture("all");

        underTest.asks("AMOUNT_DIFFERS");
        assertThat(underTest.row().isPaid()).isFalse();
    }

    @Test
    void C9_aPartThatIsCapturedInTheDashboardPaysTheOrderThatWasEditedToIt() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();
        String intent = checkout.journal().getFirst().intent();

        underTest.costs("total_amount - 1", "EUR");
        underTest.shopper().capture(intent, underTest.asked() - 100);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
    }

    /** Both comparisons: the capture is what the store asked for, and the order is edited only afterwards. */
    @Test
    void C10_aPartThatTheStoreCapturesAsItsLastPaysTheOrder() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        long part = checkout.third();

        StoreProgram.Answer _ = capture(checkout, "{\"amount\":" + part + ",\"last\":true}");

        assertThat(checkout.becomesPaid().underTest().rests().row().status()).isEqualTo("wc-processing");
        assertThat(checkout.left()).isEqualTo(part);
    }

    /** The capture is what the order asks now, and more than the charge asked. */
    @Test
    void C10_moreThanTheChargeAskedPaysAnOrderThatAsksForItNow() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();
        String intent = checkout.journal().getFirst().intent();
        long raised = raise(underTest, intent);

        underTest.shopper().capture(intent, raised);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
        assertThat(checkout.left()).isEqualTo(raised);
    }

    /** The amount changes, the stage does not. */
    @Test
    void I28_anIncrementedAuthorizationIsCapturedAsItIsNow() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();
        String intent = checkout.journal().getFirst().intent();
        long raised = raise(underTest, intent);
        underTest.deliver(intent, CAPTURABLE);

        StoreProgram.Answer taken = checkout.capture("all");

        assertThat(StoreClient.status(taken))
                .as("%s %s", taken.body(), underTest.facts("%"))
                .isEqualTo("paid");
        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
        assertThat(checkout.left()).isEqualTo(raised);
    }

    /** The turn changes, the stage does not: the bank asks again for the other card. */
    @Test
    void I28_theSecondActionOfOneIntentReachesTheShopper() {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        StoreProgram.Answer first = checkout.pay("first", TestCard.THREE_D_SECURE);
        String intent = first.json().path("payment").asText();
        underTest.shopper().failsAuthentication(intent);

        StoreProgram.Answer second = checkout.pay("second", TestCard.AUTHENTICATION);

        assertThat(StoreClient.status(second)).as(second.body()).isEqualTo("action_required");
        assertThat(second.json().path("payment").asText()).isEqualTo(intent);
        underTest.shopper().authenticates(intent);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        checkout.becomesPaid().isPaidOnce();
    }

    /** A part without a word on the rest would make the order paid, and release the rest. */
    @Test
    void H39_aPartWithoutLastIsRefusedAndTakesNothing() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);

        StoreProgram.Answer asked = capture(checkout, "{\"amount\":100}");

        assertThat(asked.status()).as(asked.body()).isEqualTo(400);
        assertThat(asked.body()).contains("last");
        assertThat(checkout.underTest().holding()).isEmpty();
        assertThat(StoreClient.status(checkout.capture("all"))).isEqualTo("paid");
    }

    /** The rest is voided: the part stays the merchant's, the order is short, and the part can be refunded. */
    @Test
    void E13_aPartThatWasCapturedBeforeTheRestWasVoidedCounts() {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        String intent = underTest.shopper().authorizeParts(underTest.asked(), "EUR", underTest.tag());
        underTest.deliver(intent, CAPTURABLE);
        underTest.awaitLine("payment:" + intent + "#1=authorized");
        long part = checkout.third();

        StoreProgram.Answer taken = capture(checkout, "{\"amount\":" + part + ",\"last\":false}");
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        StoreProgram.Answer cancelled = checkout.cancel("cancel");

        assertThat(StoreClient.status(cancelled)).as(cancelled.body()).isEqualTo("captured");
        assertThat(cancelled.json().at("/amount/minor").asLong()).isEqualTo(part);
        underTest.asks("AMOUNT_DIFFERS");
        assertThat(underTest.row().status()).isEqualTo("wc-on-hold");
        assertThat(StoreClient.status(checkout.giveBack("back", part, 1))).isEqualTo("refunded");
        assertThat(underTest.holding()).isEmpty();
    }

    /** Stripe takes two of the three decimals, so the shop's plugin rounds. */
    @Test
    void J34_anOrderInDinarsIsPaidByWhatThePluginRounded() {
        OrderUnderTest underTest = shop.underTest();
        underTest.costs("10.005", "KWD");
        String intent = underTest.shopper().pay(10_010, "KWD", underTest.claim());

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
    }

    /** Raises the authorization and the order's total by five; returns the new amount. */
    private static long raise(OrderUnderTest underTest, String intent) {
        long raised = underTest.asked() + 500;
        underTest.shopper().increment(intent, raised);
        underTest.costs("total_amount + 5", underTest.order().currency());
        return raised;
    }

    private StoreProgram.Answer capture(StoreClient checkout, String body) {
        return shop.api()
                .ask("/payments/" + checkout.underTest().id() + "/capture", checkout.key("part" + body.length()), body);
    }
}
