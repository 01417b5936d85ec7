package dev.payonce.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.Shopper.Saved;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The judge of saved cards finds a renewal that is charged twice or not answered, and a card that pays for another. */
class SavedCardJudgeTest {

    private static final Saved CARD = new Saved("cus_1", "pm_1");

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, "sk_test_simulated");

    private final StoreOrder order = OrderAccountTest.ORDER;
    private final String number = Long.toString(order.id());
    private final Checkout renewal = Checkout.renewal(order, 2, CARD);
    private final Checkout shopper = Checkout.of(order, 2, Optional.of(CARD), new Random(1));

    @Test
    void aRenewalThatIsChargedOnceAndAnswersBothHooksHolds() {
        pay();
        answer("hook");
        answer("twin");

        Verdict verdict = verdicts().getFirst();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.evidence()).isEqualTo("renewals 1, of these hooks twice 1, charged once each");
    }

    @Test
    void aSecondChargeIsFound() {
        pay();
        pay();
        answer("hook");
        answer("twin");

        assertThat(verdicts().getFirst().violations())
                .singleElement()
                .asString()
                .contains("charged 2 times");
    }

    @Test
    void aHookWithoutItsAnswerIsFound() {
        pay();
        answer("hook");

        assertThat(verdicts().getFirst().violations()).hasSize(1);
    }

    @Test
    void aCardThatPaysForAnotherOrderOrWithoutItsCustomerIsFound() {
        assertThat(verdicts(charge("cus_1", number)).getLast().held()).isTrue();
        assertThat(verdicts(charge("cus_2", number)).getLast().held()).isFalse();
        assertThat(verdicts(charge("cus_1", "7")).getLast().held()).isFalse();
        assertThat(verdicts().getLast().violations()).containsExactly("no saved card was charged");
    }

    private void pay() {
        stripe.shopper().pay(4990, "eur", Map.of("payonce_order", number));
    }

    private void answer(String key) {
        renewal.results().add(key, new AnswerLog.Final(200, "paid", "{}"));
    }

    private static Call charge(String customer, String order) {
        return new Call(
                1,
                Instant.EPOCH,
                Route.CREATE_INTENT,
                "",
                Optional.of("key"),
                Map.of("payment_method", CARD.method(), "customer", customer, "metadata[payonce_order]", order));
    }

    private List<Verdict> verdicts(Call... requests) {
        Evidence evidence = OrderAccountTest.evidence(stripe, Map.of(), List.of(), Map.of());
        return new SavedCardJudge(List.of(renewal, shopper), List.of(requests), evidence).verdicts();
    }
}
