package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The cases 8, 9, 13, 34 and 39 on real servers: what was captured is another amount than the order asks. */
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

    /** The rest is voided: the part stays the merchant's, the order is short, and the part can be refunded. */
    @Test
    void E13_aPartThatWasCapturedBeforeTheRestWasVoidedCounts() {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        String intent = underTest.shopper().authorizeParts(underTest.asked(), "EUR", underTest.tag());
        underTest.deliver(intent, CAPTURABLE);
        underTest.awaitLine("payment:" + intent + "#1=authorized");
        long part = checkout.third();

        assertThat(capture(checkout, "{\"amount\":" + part + "}").status())
                .as("H39: a part without last")
                .isEqualTo(400);
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

    private StoreProgram.Answer capture(StoreClient checkout, String body) {
        return shop.api()
                .ask("/payments/" + checkout.underTest().id() + "/capture", checkout.key("part" + body.length()), body);
    }
}
