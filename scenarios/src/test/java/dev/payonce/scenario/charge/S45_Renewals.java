package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.ExtraApi;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.Shopper.Saved;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scenario of renewals: charges without a shopper, by hooks that fire twice, and with banks that want her. */
class S45_Renewals {

    private static final int RENEWALS = 200;
    private static final int EACH_TWICE = 5;
    private static final int OK = 200;

    /** A shop's program repeats a request after this. */
    private static final Duration BREATH = Duration.ofMillis(500);

    /** A minute is wanted, of a quiet machine. The time is reported, and not judged on a busy one. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** The longest time of that test, its orders and their checks included. */
    private static final int LONGEST_SECONDS = 400;

    private final Shop shop;

    S45_Renewals(Shop shop) {
        this.shop = shop;
    }

    /**
     * The hook fires twice in the same millisecond, with different keys, from two processes of the shop at two APIs. The
     * charge of the first is made, its webhook is on its way, and the worker is killed before it hears the answer.
     */
    @Test
    void aHookThatFiresTwiceWhileTheWorkerDiesIsOneChargeAndBothAreAnswered() throws InterruptedException {
        JsonNode card = saved(TestCard.VISA);
        StoreClient renewal = new StoreClient(shop);
        OrderUnderTest underTest = renewal.underTest();

        try (ExtraApi other = ExtraApi.start(shop.all(), "second-api", Shop.LOGS)) {
            CompletableFuture<List<StoreProgram.Answer>> hooks;
            try (Barrier charge = renewal.holdCharge(Phase.FINISHED)) {
                hooks = StoreClient.meanwhile(() -> StoreClient.atOnce(List.of(
                        () -> renew(shop.api(), renewal, "first", card),
                        () -> renew(other.store(), renewal, "second", card))));
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
            assertThat(hooks.join())
                    .as("neither is refused")
                    .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 202));

            assertThat(paid(shop.api(), renewal, "first", card)).isTrue();
            assertThat(paid(other.store(), renewal, "second", card)).isTrue();
        }
        renewal.becomesPaid().isPaidOnce();
        assertThat(underTest.journal().stream()
                        .filter(entry -> entry.amount() > 0)
                        .count())
                .as("one movement of money")
                .isEqualTo(1);
        assertThat(renewal.charges())
                .map(Call::key)
                .containsOnly(renewal.charges().getFirst().key());
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
        assertThat(declined(new StoreClient(shop), TestCard.INSUFFICIENT_FUNDS)
                        .path("retry")
                        .path("advice")
                        .asText())
                .isEqualTo("later");
        assertThat(declined(new StoreClient(shop), TestCard.INSUFFICIENT_FUNDS)
                        .path("retry")
                        .path("notBefore")
                        .asText())
                .isNotEmpty();
        assertThat(declined(new StoreClient(shop), TestCard.EXPIRED)
                        .path("retry")
                        .path("advice")
                        .asText())
                .isEqualTo("other_method");
    }

    @Test
    void aRenewalThatIsDeclinedForGoodIsNotSentAgainByALaterHook() {
        StoreClient renewal = new StoreClient(shop);
        Saved card = renewal.underTest().shopper().saved(TestCard.STOLEN);

        JsonNode never = declined(renewal, card, "first");
        JsonNode later = declined(renewal, card, "second");

        for (JsonNode answer : List.of(never, later)) {
            assertThat(answer.path("retry").path("advice").asText()).isEqualTo("never");
            assertThat(answer.path("mayRetry").asBoolean()).isFalse();
        }
        assertThat(renewal.charges()).hasSize(1);
        assertThat(renewal.underTest().holding()).isEmpty();
    }

    /** A charge takes its turn at the gateway, twenty in a second: 200 take ten seconds, and the worker its start. */
    @Test
    @Timeout(LONGEST_SECONDS)
    void twoHundredRenewalsEveryFifthTwiceAreTwoHundredChargesThoughTheWorkerDies() {
        JsonNode card = saved(TestCard.VISA);
        List<StoreClient> renewals = IntStream.range(0, RENEWALS)
                .mapToObj(_ -> new StoreClient(shop))
                .toList();
        List<Supplier<Boolean>> hooks = new ArrayList<>();
        for (int each = 0; each < RENEWALS; each++) {
            StoreClient renewal = renewals.get(each);
            hooks.add(() -> paid(shop.api(), renewal, "first", card));
            if (each % EACH_TWICE == 0) {
                hooks.add(() -> paid(shop.api(), renewal, "second", card));
            }
        }

        long start = System.nanoTime();
        CompletableFuture<List<Boolean>> answered = StoreClient.meanwhile(() -> StoreClient.atOnce(hooks));
        Await.until("a third of the renewals is charged", LONGEST, () -> charged(renewals) >= RENEWALS / 3);
        long before = charged(renewals);
        shop.all().worker().kill();
        shop.all().restartWorker();
        assertThat(answered.join()).as("each hook is answered paid").containsOnly(true);
        double seconds = (System.nanoTime() - start) / 1e9;

        System.out.printf(
                "S45: %d renewals by %d hooks, the worker killed after %d charges: %d charges, all answered in %.0f s%n",
                RENEWALS, hooks.size(), before, charged(renewals), seconds);
        assertThat(charged(renewals)).isEqualTo(RENEWALS);
        renewals.forEach(StoreClient::isPaidOnce);
    }

    private long charged(List<StoreClient> renewals) {
        Set<String> orders =
                renewals.stream().map(renewal -> renewal.underTest().workflow()).collect(Collectors.toSet());
        return shop.all().stripe().journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .filter(entry -> entry.order().filter(orders::contains).isPresent())
                .count();
    }

    /** Repeats a renewal as the shop's program does, until it is answered as paid; false when that takes too long. */
    private static boolean paid(StoreProgram api, StoreClient renewal, String key, JsonNode card) {
        return Await.holdsWithin(LONGEST, () -> {
            StoreProgram.Answer answer = renew(api, renewal, key, card);
            boolean done = answer.status() == OK && StoreClient.status(answer).equals("paid");
            if (!done) {
                LockSupport.parkNanos(BREATH.toNanos());
            }
            return done;
        });
    }

    private JsonNode declined(StoreClient renewal, TestCard card) {
        return declined(renewal, renewal.underTest().shopper().saved(card), "k");
    }

    private JsonNode declined(StoreClient renewal, Saved card, String key) {
        StoreProgram.Answer answer = shop.api().ask("/payments", renewal.key(key), """
                {"order":%d,"paymentMethod":"%s","customer":"%s","offSession":true}""".formatted(
                        renewal.underTest().id(), card.method(), card.customer()));
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
