package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Forgery;
import org.junit.jupiter.api.Test;

/** A merchant has a snapshot endpoint and a thin destination at once: each action comes twice and has one effect. */
class S43_ThinEvents {

    @Test
    void aThinEventAloneCompletesTheOrder(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();

        taken(shop, thinAlone(shop, underTest.event(intent, OrderUnderTest.SUCCEEDED)));

        becomesPaid(shop, underTest, intent);
    }

    @Test
    void theThinEventFirstAndItsSnapshotAfterItHaveOneEffect(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Event paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);

        taken(shop, thin(shop, paid));
        becomesPaid(shop, underTest, intent);
        OrderUnderTest.Books before = underTest.books();
        taken(shop, snapshot(shop, paid));
        taken(shop, thinAlone(shop, paid));

        passedOn(shop, paid);
        assertThat(underTest.rests().books()).isEqualTo(before);
    }

    @Test
    void theSnapshotFirstAndItsThinTwinAfterItHaveOneEffect(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payByPlugin();
        Event paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);

        taken(shop, snapshot(shop, paid));
        becomesPaid(shop, underTest, intent);
        OrderUnderTest.Books before = underTest.books();
        taken(shop, thin(shop, paid));
        taken(shop, thinAlone(shop, paid));

        passedOn(shop, paid);
        assertThat(underTest.rests().books()).isEqualTo(before);
    }

    @Test
    void bothAtOnceHaveOneEffect(Shop shop) throws InterruptedException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Event paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);

        Thread other = Thread.startVirtualThread(() -> taken(shop, thin(shop, paid)));
        taken(shop, snapshot(shop, paid));
        other.join();

        becomesPaid(shop, underTest, intent);
    }

    private static void becomesPaid(Shop shop, OrderUnderTest underTest, String intent) {
        Await.until("order " + underTest.id() + " rests", Shop.PATIENCE, () -> shop.rests(underTest.workflow()));
        underTest.isPaidOnceBy(intent);
    }

    /** Waits until the search for the order of the thin event has ended. */
    private static void passedOn(Shop shop, Event event) {
        String search = "callback-" + event.id().replaceFirst("^evt_", "evt_thin");
        Await.until(search, Shop.PATIENCE, () -> shop.rests(search));
    }

    private static void taken(Shop shop, Forgery event) {
        assertThat(shop.api().post("stripe", event).status()).as(event.name()).isEqualTo(200);
    }

    private static Forgery thin(Shop shop, Event event) {
        return shop.all().stripe().webhooks().forger().thin(event);
    }

    private static Forgery thinAlone(Shop shop, Event event) {
        return shop.all().stripe().webhooks().forger().thinAlone(event);
    }

    private static Forgery snapshot(Shop shop, Event event) {
        return shop.all().stripe().webhooks().forger().signed("snapshot", event.json());
    }
}
