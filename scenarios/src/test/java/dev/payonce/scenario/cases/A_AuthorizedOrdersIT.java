package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases 1 to 3 on real servers: an authorization is not voided because the merchant moved its order. */
class A_AuthorizedOrdersIT {

    private final Shop shop;

    A_AuthorizedOrdersIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void A1_anAuthorizedOrderThatIsSetToProcessingIsCapturedOnce() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();

        shop.all().store().markPaid(underTest.id(), "wc-processing");
        underTest.refresh();

        Await.until("the capture", Shop.PATIENCE, () -> !underTest.holding().isEmpty());
        underTest.refreshIfOpen();
        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
        assertThat(sent(checkout)).containsExactly(Route.CAPTURE_INTENT);
        assertThat(shop.all().stripe().journal().net(checkout.payment())).isEqualTo(underTest.asked());
    }

    /** A clerk took cash for it: the policy captures only what was to pay the order, and an operator still can. */
    @Test
    void A1_anOrderThatWasPaidInCashIsReviewedAndCanBeCapturedByHand() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET payment_method = 'cod' WHERE id = ?")
                .param(underTest.id())
                .update();

        shop.all().store().markPaid(underTest.id(), "wc-processing");
        underTest.refresh();
        underTest.asks("CAPTURE_DUE");
        assertThat(sent(checkout)).isEmpty();

        StoreProgram.Answer captured = checkout.capture("by-hand");
        assertThat(captured.status()).as(captured.body()).isEqualTo(200);
        assertThat(underTest.holding()).hasSize(1);
    }

    @Test
    void A2_aStatusOfAnotherPluginVoidsNothingAndAsks() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();

        shop.all().store().setStatus(underTest.id(), "wc-in-production");
        underTest.refresh();

        underTest.asks("CAPTURE_DUE");
        assertThat(sent(checkout)).isEmpty();
    }

    @Test
    void A2_anAuthorizationIsVoidedWithANoteWhereAnotherPaymentPaid() {
        StoreClient checkout = StoreClient.ofAuthorizedOrder(shop);
        OrderUnderTest underTest = checkout.underTest();

        String other = underTest.payByPlugin();
        underTest.deliver(other, OrderUnderTest.SUCCEEDED);
        Await.until("the void", Shop.PATIENCE, () -> sent(checkout).equals(List.of(Route.CANCEL_INTENT)));
        underTest.refreshIfOpen();

        assertThat(underTest.rests().holding()).containsExactly(other);
        assertThat(underTest.books().notes()).anyMatch(note -> note.text().contains("void"));
    }

    @Test
    void A3_thePluginsAuthorizationThatLapsesOnAShippedOrderAsks() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.shopper().authorize(underTest.asked(), "EUR", underTest.claim());
        shop.all().store().addMeta(underTest.id(), "_stripe_intent_id", intent);
        underTest.deliver(intent, "payment_intent.amount_capturable_updated");
        underTest.awaitLine("payment:" + intent + "#1=authorized");
        shop.all().store().markPaid(underTest.id(), "wc-processing");

        underTest.shopper().letExpire(intent);
        underTest.deliver(intent, "charge.expired");

        underTest.asks("PAID_OTHERWISE");
        assertThat(underTest.row().status()).isEqualTo("wc-processing");
    }

    /** Returns what was done with the order's one authorization; these calls name nothing but the intent. */
    private List<Route> sent(StoreClient checkout) {
        String intent = checkout.journal().getFirst().intent();
        return shop.all().stripe().calls().posts().stream()
                .filter(call -> call.id().equals(intent))
                .map(Call::route)
                .toList();
    }
}
