package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.stripe.Event;
import dev.payonce.sandbox.stripe.Forger;
import dev.payonce.sandbox.stripe.Forgery;
import org.junit.jupiter.api.Test;

/** Forged, unsigned, stale, foreign and unreadable callbacks: the documented status, a problem body, nothing written. */
@OnRealServers
class S14_ForgedCallbacks {

    @Test
    void withoutAValidSignatureEverythingIs401AndLeavesNoTrace(Shop shop) {
        Event event = paid(shop);
        Shop.Traces before = shop.traces();

        for (Forgery forgery : shop.all().stripe().webhooks().forger().unauthentic(event)) {
            Door.Answer answer = shop.door().post("stripe", forgery);
            assertThat(answer.status()).as(forgery.name()).isEqualTo(401);
            assertThat(answer.type()).as(forgery.name()).startsWith("application/problem+json");
        }

        assertThat(shop.traces()).isEqualTo(before);
    }

    @Test
    void signedButOfAnotherModeOrAccountOrUnreadableIs400AndLeavesNoTrace(Shop shop) {
        Event event = paid(shop);
        Forger forger = shop.all().stripe().webhooks().forger();
        Shop.Traces before = shop.traces();

        for (Forgery forgery : new Forgery[] {
            forger.otherMode(event),
            forger.otherAccount(event, "acct_somebodyElses"),
            forger.malformed(),
            forger.deep(),
            forger.thin(event)
        }) {
            Door.Answer answer = shop.door().post("stripe", forgery);
            assertThat(answer.status()).as(forgery.name()).isEqualTo(400);
            assertThat(answer.json().path("status").asInt()).as(forgery.name()).isEqualTo(400);
        }

        assertThat(shop.traces()).isEqualTo(before);
    }

    @Test
    void tenMegabytesAre413AnUnknownAccountIs404AndAnUnknownTypeIs200(Shop shop) {
        Event event = paid(shop);
        Forger forger = shop.all().stripe().webhooks().forger();
        Shop.Traces before = shop.traces();

        assertThat(shop.door().post("stripe", forger.huge(event)).status()).isEqualTo(413);
        assertThat(shop.door().post("nobody", forger.unknownType(event)).status())
                .isEqualTo(404);
        assertThat(shop.door().post("stripe", forger.unknownType(event)).status())
                .isEqualTo(200);

        assertThat(shop.traces()).isEqualTo(before);
    }

    private static Event paid(Shop shop) {
        Sale sale = shop.sale();
        return sale.event(sale.pay(), Sale.SUCCEEDED);
    }
}
