package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The scenario of renewals: charges without a shopper, by hooks that fire twice, and with banks that want her. */
class S45_Renewals {

    private static final int RENEWALS = 200;
    private static final int EACH_TWICE = 5;
    private static final int TOO_MANY = 429;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Shop shop;

    S45_Renewals(Shop shop) {
        this.shop = shop;
    }

    /**
     * The hook fires twice in the same millisecond, with different keys, from two clients. The charge of the first is made,
     * its webhook is on its way, and the worker is killed before it hears the answer.
     */
    @Test
    void aHookThatFiresTwiceWhileTheWorkerDiesIsOneChargeAndBothAreAnswered() throws InterruptedException {
        JsonNode card = saved(TestCard.VISA);
        StoreClient renewal = new StoreClient(shop);
        OrderUnderTest underTest = renewal.underTest();
        StoreProgram other = new StoreProgram(shop.all().apiUrl(), shop.all().credentials());
        List<CompletableFuture<StoreProgram.Answer>> hooks;

        try (Barrier charge = renewal.holdCharge(Phase.FINISHED)) {
            hooks = List.of(
                    StoreClient.meanwhile(() -> renew(shop.api(), renewal, "first", card)),
                    StoreClient.meanwhile(() -> renew(other, renewal, "second", card)));
            assertThat(charge.await(Shop.PATIENCE)).as("the charge is made").isPresent();
            String intent = underTest.holding().getFirst();
            CompletableFuture<Void> webhook = StoreClient.meanwhile(() -> {
                underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
                return null;
            });
            shop.all().worker().kill();
            charge.drop();
            webhook.join();
        } finally {
            shop.all().restartWorker();
        }
        hooks.forEach(CompletableFuture::join);

        renewal.becomesPaid().isPaidOnce();
        assertThat(underTest.journal().stream()
                        .filter(entry -> entry.amount() > 0)
                        .count())
                .as("one movement of money")
                .isEqualTo(1);
        assertThat(renewal.charges())
                .map(Call::key)
                .containsOnly(renewal.charges().getFirst().key());
        assertThat(StoreClient.status(renew(shop.api(), renewal, "first", card)))
                .isEqualTo("paid");
        assertThat(StoreClient.status(renew(other, renewal, "second", card))).isEqualTo("paid");
    }

    @Test
    void aBankThatWantsTheShopperIsAnsweredWithALinkAndHerAuthenticationPays() {
        JsonNode card = saved(TestCard.AUTHENTICATION);
        StoreClient renewal = new StoreClient(shop);
        String page = "https://shop.example/checkout/order-pay/1/?pay_for_order=true";

        StoreProgram.Answer wanted = ask(shop.api(), renewal, "k", card, ",\"returnUrl\":\"" + page + "\"");

        assertThat(StoreClient.status(wanted)).isEqualTo("action_required");
        assertThat(wanted.json().path("action").path("redirectUrl").asText()).isEqualTo(page);
        assertThat(wanted.json().path("action").path("clientSecret").asText()).isNotEmpty();
        String intent = wanted.json().path("payment").asText();

        StoreProgram.Answer there = shop.api()
                .ask("/payments", renewal.key("there"), body(renewal, card) + ",\"returnUrl\":\"" + page + "\"}");
        assertThat(StoreClient.status(there)).isEqualTo("action_required");
        assertThat(there.json().path("payment").asText()).as("the same payment").isEqualTo(intent);
        renewal.underTest().shopper().authenticates(intent);
        renewal.underTest().deliver(intent, OrderUnderTest.SUCCEEDED);

        renewal.underTest().rests().isPaidOnceBy(intent);
        assertThat(StoreClient.status(ask(shop.api(), renewal, "k", card, ",\"returnUrl\":\"" + page + "\"")))
                .isEqualTo("paid");
    }

    @Test
    void aDeclineSaysHowToGoOn() {
        assertThat(declined(TestCard.INSUFFICIENT_FUNDS)
                        .path("retry")
                        .path("advice")
                        .asText())
                .isEqualTo("later");
        assertThat(declined(TestCard.INSUFFICIENT_FUNDS)
                        .path("retry")
                        .path("notBefore")
                        .asText())
                .isNotEmpty();
        assertThat(declined(TestCard.EXPIRED).path("retry").path("advice").asText())
                .isEqualTo("other_method");
        JsonNode never = declined(TestCard.STOLEN);
        assertThat(never.path("retry").path("advice").asText()).isEqualTo("never");
        assertThat(never.path("mayRetry").asBoolean()).isFalse();
    }

    @Test
    void twoHundredRenewalsEveryFifthTwiceAreTwoHundredCharges() {
        JsonNode card = saved(TestCard.VISA);
        List<StoreClient> renewals = IntStream.range(0, RENEWALS)
                .mapToObj(_ -> new StoreClient(shop))
                .toList();
        List<Supplier<Boolean>> hooks = new ArrayList<>();
        for (int each = 0; each < RENEWALS; each++) {
            StoreClient renewal = renewals.get(each);
            hooks.add(() -> isTaken(renewal, "first", card));
            if (each % EACH_TWICE == 0) {
                hooks.add(() -> isTaken(renewal, "second", card));
            }
        }

        assertThat(StoreClient.atOnce(hooks)).containsOnly(true);

        Await.until(
                "each renewal is paid",
                LONGEST,
                () -> renewals.stream()
                        .allMatch(renewal -> renewal.underTest().row().isPaid()));
        renewals.forEach(StoreClient::isPaidOnce);
    }

    /** Sends a renewal until Payonce takes it: this number at once is above what a token may send. */
    private boolean isTaken(StoreClient renewal, String key, JsonNode card) {
        return Await.holdsWithin(
                LONGEST, () -> renew(shop.api(), renewal, key, card).status() < TOO_MANY);
    }

    private JsonNode declined(TestCard card) {
        StoreClient renewal = new StoreClient(shop);
        StoreProgram.Answer answer = shop.api().ask("/payments", renewal.key("k"), """
                {"order":%d,"paymentMethod":"%s","offSession":true}""".formatted(
                        renewal.underTest().id(), card.id()));
        assertThat(StoreClient.status(answer)).isEqualTo("declined");
        return answer.json();
    }

    /** Saves a card by a first order, and returns what the answer says of it. */
    private JsonNode saved(TestCard card) {
        StoreClient first = new StoreClient(shop);
        StoreProgram.Answer answer = shop.api().ask("/payments", first.key("k"), """
                {"order":%d,"paymentMethod":"%s","savePaymentMethod":"offSession"}""".formatted(
                        first.underTest().id(), card.id()));
        if (StoreClient.status(answer).equals("action_required")) {
            String intent = answer.json().path("payment").asText();
            first.underTest().shopper().authenticates(intent);
            first.underTest().deliver(intent, OrderUnderTest.SUCCEEDED);
            first.underTest().rests();
            return first.underTest().told().json().path("saved").get(0);
        }
        return answer.json().path("saved");
    }

    private static StoreProgram.Answer renew(StoreProgram api, StoreClient renewal, String key, JsonNode card) {
        return ask(api, renewal, key, card, "");
    }

    private static StoreProgram.Answer ask(
            StoreProgram api, StoreClient renewal, String key, JsonNode card, String more) {
        return api.ask("/payments", renewal.key(key), body(renewal, card) + ",\"offSession\":true" + more + "}");
    }

    private static String body(StoreClient renewal, JsonNode card) {
        return "{\"order\":%d,\"paymentMethod\":\"%s\",\"customer\":\"%s\""
                .formatted(
                        renewal.underTest().id(),
                        card.path("id").asText(),
                        card.path("customer").asText());
    }
}
