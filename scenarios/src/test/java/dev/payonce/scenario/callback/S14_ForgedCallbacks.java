package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.Forger;
import dev.payonce.servers.stripe.webhook.Forgery;
import dev.payonce.servers.stripe.webhook.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The scenario of bad callbacks: forged, unsigned and stale ones get 401, foreign and unreadable ones 200; nothing is
 * written.
 */
class S14_ForgedCallbacks {

    @Test
    void everyCallbackWithoutAValidSignatureIs401AndLeavesNoTrace(Shop shop) {
        Event event = paid(shop);
        Shop.Traces before = shop.traces();

        for (Forgery forgery : shop.all().stripe().webhooks().forger().unauthentic(event)) {
            StoreProgram.Answer result = shop.api().post("stripe", forgery);
            assertThat(result.status()).as(forgery.name()).isEqualTo(401);
            assertThat(result.type()).as(forgery.name()).startsWith("application/problem+json");
        }

        assertThat(shop.traces()).isEqualTo(before);
    }

    @Test
    void J32_signedButOfAnotherModeOrAccountOrUnreadableIs200AndLeavesNoTrace(Shop shop) {
        Event event = paid(shop);
        Forger forger = shop.all().stripe().webhooks().forger();
        Shop.Traces before = shop.traces();

        for (Forgery forgery : new Forgery[] {
            forger.otherMode(event),
            forger.otherAccount(event, "acct_somebodyElses"),
            forger.malformed(),
            forger.deep(),
            forger.nextGeneration(event)
        }) {
            StoreProgram.Answer result = shop.api().post("stripe", forgery);
            assertThat(result.status()).as(forgery.name()).isEqualTo(200);
            assertThat(result.json().path("received").asBoolean())
                    .as(forgery.name())
                    .isTrue();
        }

        assertThat(shop.traces()).isEqualTo(before);
    }

    @Test
    void tenMegabytesAre413AnUnknownAccountIs404AndAnUnknownTypeIs200(Shop shop) {
        Event event = paid(shop);
        Forger forger = shop.all().stripe().webhooks().forger();
        Shop.Traces before = shop.traces();

        assertThat(shop.api().post("stripe", forger.huge(event)).status()).isEqualTo(413);
        assertThat(shop.api().post("stranger", forger.unknownType(event)).status())
                .isEqualTo(404);
        assertThat(shop.api().post("stripe", forger.unknownType(event)).status())
                .isEqualTo(200);

        assertThat(shop.traces()).isEqualTo(before);
    }

    @Test
    void duringARotationTheOldAndTheNewSecretAreTakenAndNoOther(Shop shop) {
        String old = shop.all().credentials().webhookSecret();
        String next = shop.all().credentials().nextWebhookSecret();
        for (List<String> secrets : List.of(List.of(old), List.of(next), List.of(next, old))) {
            OrderUnderTest underTest = shop.underTest();
            String intent = underTest.pay();
            assertThat(shop.api()
                            .post("stripe", signed(underTest.event(intent, OrderUnderTest.SUCCEEDED), secrets))
                            .status())
                    .isEqualTo(200);
            underTest.rests().isPaidOnceBy(intent);
        }
        Event event = paid(shop);
        Shop.Traces before = shop.traces();

        assertThat(shop.api()
                        .post("stripe", signed(event, List.of("whsec_from_before_the_last_rotation")))
                        .status())
                .isEqualTo(401);

        assertThat(shop.traces()).isEqualTo(before);
    }

    private static Forgery signed(Event event, List<String> secrets) {
        return new Forgery(
                "as it came", event.json(), Optional.of(Signature.header(secrets, Instant.now(), event.json())));
    }

    private static Event paid(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        return underTest.event(underTest.pay(), OrderUnderTest.SUCCEEDED);
    }
}
