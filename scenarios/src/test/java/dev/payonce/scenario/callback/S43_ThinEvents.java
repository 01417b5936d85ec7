package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Forgery;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A merchant has a snapshot endpoint and a thin destination at once: each action comes twice and has one effect. */
class S43_ThinEvents {

    private final Shop shop;

    S43_ThinEvents(Shop shop) {
        this.shop = shop;
    }

    @Test
    void aThinEventAloneCompletesTheOrder() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();

        taken(thinAlone(underTest.event(intent, OrderUnderTest.SUCCEEDED)));

        becomesPaid(underTest, intent);
    }

    @Test
    void theThinEventFirstAndItsSnapshotAfterItHaveOneEffect() {
        OrderUnderTest underTest = shop.underTest();
        haveOneEffect(underTest, underTest.pay(), this::thin, this::snapshot);
    }

    @Test
    void theSnapshotFirstAndItsThinTwinAfterItHaveOneEffect() {
        OrderUnderTest underTest = shop.underTest();
        haveOneEffect(underTest, underTest.payByPlugin(), this::snapshot, this::thin);
    }

    @Test
    void bothAtOnceHaveOneEffect() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Event paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);

        CompletableFuture<StoreProgram.Answer> other =
                StoreClient.meanwhile(() -> shop.api().post("stripe", thin(paid)));
        taken(snapshot(paid));
        assertThat(other.join().status()).isEqualTo(200);

        becomesPaid(underTest, intent);
    }

    private void haveOneEffect(
            OrderUnderTest underTest, String intent, Function<Event, Forgery> first, Function<Event, Forgery> second) {
        Event paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);

        taken(first.apply(paid));
        becomesPaid(underTest, intent);
        OrderUnderTest.Books before = underTest.books();
        taken(second.apply(paid));
        taken(thinAlone(paid));

        passedOn(paid);
        assertThat(underTest.rests().books()).isEqualTo(before);
    }

    private void becomesPaid(OrderUnderTest underTest, String intent) {
        Await.until("order " + underTest.id() + " rests", Shop.PATIENCE, () -> shop.rests(underTest.workflow()));
        underTest.isPaidOnceBy(intent);
    }

    /** Waits until the search for the order of the thin event has ended. */
    private void passedOn(Event event) {
        String search = "callback-" + event.id().replaceFirst("^evt_", "evt_thin");
        Await.until(search, Shop.PATIENCE, () -> shop.rests(search));
    }

    private void taken(Forgery event) {
        assertThat(shop.api().post("stripe", event).status()).as(event.name()).isEqualTo(200);
    }

    private Forgery thin(Event event) {
        return shop.all().stripe().webhooks().forger().thin(event);
    }

    private Forgery thinAlone(Event event) {
        return shop.all().stripe().webhooks().forger().thinAlone(event);
    }

    private Forgery snapshot(Event event) {
        return shop.all().stripe().webhooks().forger().signed("snapshot", event.json());
    }
}
