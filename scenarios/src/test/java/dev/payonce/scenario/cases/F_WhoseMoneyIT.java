package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.gateway.stripe.LateWorkers.Duty;
import dev.payonce.reconcile.Policy;
import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Runs;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The cases 14 to 16 on real servers: an id that another order bears, money that no order bears, and an id that the gateway
 * does not know.
 */
class F_WhoseMoneyIT {

    private static final int ALWAYS = 1000;

    private final Shop shop;

    F_WhoseMoneyIT(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().faults().clear();
    }

    /** Renewals and duplicated orders carry their parent's id; its metadata name the parent's number and no key. */
    @Test
    void F14_aCopiedOrderIsChargedAndItsParentKeepsItsMoney() {
        OrderUnderTest parent = shop.underTest();
        String intent = parent.shopper()
                .pay(
                        parent.asked(),
                        "EUR",
                        Map.of(
                                "order_id",
                                parent.workflow(),
                                "site_url",
                                shop.all().store().siteUrl()));
        StoreClient copy = new StoreClient(shop);
        shop.all().store().markPaid(parent.id(), "wc-processing");
        for (OrderUnderTest order : new OrderUnderTest[] {parent, copy.underTest()}) {
            shop.all().store().addMeta(order.id(), "_stripe_intent_id", intent);
        }

        StoreProgram.Answer paid = copy.pay("renewal");

        assertThat(StoreClient.status(paid)).as(paid.body()).isEqualTo("paid");
        assertThat(paid.json().path("payment").asText()).isNotEqualTo(intent);
        copy.isPaidOnce();
        StoreProgram.Answer _ = copy.giveAllBack("all", 1);
        assertThat(shop.all().stripe().journal().net(intent)).isEqualTo(parent.asked());
    }

    /** A plugin was paid for a cart that it never stored: the metadata name this shop, and no order. */
    @Test
    void F15_capturedMoneyThatNamesThisShopAndNoOrderIsListedForAnOperator() {
        OrderUnderTest underTest = shop.underTest();
        Map<String, String> metadata =
                Map.of("order_id", "none", "site_url", shop.all().store().siteUrl());
        String intent = underTest.shopper().pay(underTest.asked(), "EUR", metadata);

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.awaitSearch(intent, Runs.Run::searched);
        assertThat(unassigned()).as("while its order may still come").doesNotContain(intent);
        Await.until("the money is on record", Shop.PATIENCE, () -> isMadeOlder(intent));

        assertThat(unassigned())
                .as(shop.api().get("/operations?kind=unassigned").body())
                .contains(intent);
        underTest.isUntouched();
    }

    /** Makes a payment without an order look older than its last search; returns false while it is not on record. */
    private boolean isMadeOlder(String payment) {
        return shop.all()
                        .store()
                        .sql()
                        .sql("UPDATE payonce.payonce_unassigned SET at = at - INTERVAL 13 MINUTE WHERE payment = ?")
                        .param(payment)
                        .update()
                == 1;
    }

    /** Returns the payments without an order in the operators' list. */
    private List<String> unassigned() {
        JsonNode rows = shop.api().get("/operations?kind=unassigned").json().path("rows");
        return rows.findValuesAsText("payment");
    }

    /** The refund's answer is lost, and the key that looks for it is another account's. */
    @Test
    void F16_aRefundInDoubtIsNotMadeAgainWhileItsPaymentIsUnknown() throws Exception {
        try (LateStore store = new LateStore(shop, "unknown")) {
            try (var _ = store.worker(Duration.ZERO, Duty.EVERYTHING)) {
                assertThat(store.pay("k1").join().word()).isEqualTo("paid");
                shop.all().stripe().faults().before(1, new Fault.Failure(500), Route.CREATE_REFUND);
                var _ = store.giveBack("r1", Optional.of(100L), 1);
                store.awaitLine("operation:2#1=unknown");
                shop.all().stripe().faults().hide(store.money().payment(), ALWAYS);
            }
            int sent = store.money().sent(Route.CREATE_REFUND).size();

            try (var _ = store.worker(Policy.ABSENT_AFTER.multipliedBy(2), Duty.EVERYTHING)) {
                store.refresh();
                store.awaitLine("review:1");
                assertThat(store.giveBack("r2", Optional.of(100L), 2).join().word())
                        .isEqualTo("unavailable");
            }
            assertThat(store.ledger()).doesNotContain("operation:2#2=absent", "operation:3");
            assertThat(store.money().sent(Route.CREATE_REFUND)).hasSize(sent);
        }
    }

    @Test
    void F16_anOrderWhoseMoneyIsHeldIsNotChargedWhileItsPaymentIsUnknown() {
        StoreClient checkout = new StoreClient(shop);
        String intent = checkout.underTest().payTooMuch();
        shop.all().stripe().faults().hide(intent, ALWAYS);

        StoreProgram.Answer answer = checkout.pay("pay");

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(checkout.charges()).isEmpty();
    }

    @Test
    void F16_theKeyOfAnotherAccountDoesNotStart() {
        try (StripeSimulator ours = account(21);
                StripeSimulator other = account(22);
                Branch branch = shop.branch(ours, "account", Map.of()).start().await("readiness")) {
            branch.startAgain(Map.of("STRIPE_API_BASE", other.baseUrl().toString()));

            Await.until("the worker says why", Shop.PATIENCE, () -> says(branch.log("worker"), "stripe-account was"));
        }
    }

    private static boolean says(Path log, String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    private StripeSimulator account(long seed) {
        return StripeSimulator.start(
                InstantSource.system(), seed, shop.all().credentials().stripeKey());
    }
}
