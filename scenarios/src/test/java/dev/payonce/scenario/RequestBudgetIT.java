package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Statements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The budget of a requested payment and of its repetition, counted at each system that serves it. */
@OnRealServers
class RequestBudgetIT {

    private final Shop shop;

    RequestBudgetIT(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().wires().temporal().pass();
    }

    /** Its later callback is not counted: here none comes. */
    @Test
    void aPaymentFromItsRequestToPaidOnAFirstAttempt() {
        pay(new Checkout(shop), "warm");
        Cost least = Cost.least(() -> costOf(new Checkout(shop)));
        assertThat(least.events()).as("%s", least).isLessThanOrEqualTo(32);
        assertThat(least.bytes()).as("%s", least).isLessThanOrEqualTo(9_000);
        // Two of the statements serialize twin orders and read them.
        assertThat(least.statements()).as("%s", least).isLessThanOrEqualTo(34);
        assertThat(least.commits()).isEqualTo(2);
    }

    private Cost costOf(Checkout checkout) {
        return Cost.of(shop, checkout.underTest(), () -> {
            assertThat(Checkout.status(pay(checkout, UUID.randomUUID().toString())))
                    .isEqualTo("paid");
            checkout.isPaidOnce();
        });
    }

    /** Requests a charge as a shop does, with a key of its own and the page that the shopper returns to. */
    private ApiClient.Answer pay(Checkout checkout, String key) {
        long order = checkout.underTest().id();
        return shop.api().ask("/payments", key, """
                {"order":%d,"gateway":"stripe","paymentMethod":"pm_card_visa","capture":"automatic",
                 "returnUrl":"https://shop.example/checkout/order-received/%d/?key={order_key}"}""".formatted(order, order));
    }

    @Test
    void aReplayCostsOneReadOfRedisAndNothingElse() {
        Checkout checkout = new Checkout(shop);
        checkout.pay("again");
        checkout.underTest().rests();

        Spent spent = leastOf(() -> spentOnAReplay(checkout));

        assertThat(spent.cache()).isEqualTo(new CacheCalls(1, 0));
        assertThat(spent.statements()).isZero();
    }

    @Test
    void withRedisEmptyAReplayCostsOneReadOfTheLedgerAndFillsRedisAgain() {
        Checkout checkout = new Checkout(shop);
        checkout.pay("again");
        checkout.underTest().rests();

        Spent spent = leastOf(() -> {
            shop.all().redis().flush();
            return spentOnAReplay(checkout);
        });

        assertThat(spent.cache()).isEqualTo(new CacheCalls(1, 1));
        assertThat(spent.statements()).isEqualTo(1);
    }

    private record Spent(CacheCalls cache, long statements) {}

    private static Spent leastOf(Supplier<Spent> replay) {
        List<Spent> some = new ArrayList<>();
        for (int each = 0; each < Cost.TRIES; each++) {
            some.add(replay.get());
        }
        return some.stream().min(Comparator.comparingLong(Spent::statements)).orElseThrow();
    }

    /** Counts a replay while Temporal is cut off, so that a caller that needs Temporal fails. */
    private Spent spentOnAReplay(Checkout checkout) {
        Statements statements = Statements.soFar(shop.all());
        CacheCalls cache = CacheCalls.soFar(shop);
        shop.all().wires().temporal().blackhole();
        ApiClient.Answer result = checkout.pay("again");
        shop.all().wires().temporal().pass();

        assertThat(Checkout.status(result)).isEqualTo("paid");
        assertThat(result.replayed()).isTrue();
        return new Spent(
                CacheCalls.soFar(shop).minus(cache),
                Statements.soFar(shop.all()).minus(statements).all());
    }
}
