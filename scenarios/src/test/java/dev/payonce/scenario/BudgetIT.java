package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.payonce.sandbox.installation.Statements;
import dev.payonce.sandbox.installation.StoreProgram;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The budgets of payments and refunds, counted at each system that serves them. */
class BudgetIT {

    /** A renewed connection adds its own statements, and a callback without a turn at the gateway its activities. */
    private static final int TRIES = 4;

    private final Shop shop;

    BudgetIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void aPaymentThatOneCallbackCompletes() {
        isWithin(
                Cost.least(() -> {
                    OrderUnderTest underTest = shop.underTest();
                    String intent = underTest.pay();
                    Cost spent = Cost.of(shop, underTest, () -> {
                        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
                        underTest.rests().isPaidOnceBy(intent);
                    });
                    assertThat(spent.commits()).isEqualTo(1);
                    return spent;
                }),
                new Cost(8, 2_600, 11, 1));
    }

    @Test
    void aDuplicateAfterItTouchesNeitherTemporalNorTheDatabase() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.rests();
        Runs.Run run = shop.runs().latest(underTest.workflow()).orElseThrow();
        double counted = shop.api().metric("payonce_callbacks_total", "duplicate");
        long fewest = Long.MAX_VALUE;

        for (int each = 0; each < TRIES; each++) {
            Statements before = Statements.soFar(shop.all());
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            fewest = Math.min(fewest, Statements.soFar(shop.all()).minus(before).all());
        }

        assertThat(shop.api().metric("payonce_callbacks_total", "duplicate")).isEqualTo(counted + TRIES);
        assertThat(fewest).isZero();
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow()).isEqualTo(run);
    }

    /** Its later callback is not counted: here none comes. */
    @Test
    void aPaymentFromItsRequestToPaidOnAFirstAttempt() {
        pay(new StoreClient(shop), "warm");
        Cost least = Cost.least(() -> costOf(new StoreClient(shop)));
        System.out.println("BUDGET of a request " + least);
        assertThat(least.events()).as("%s", least).isLessThanOrEqualTo(32);
        assertThat(least.bytes()).as("%s", least).isLessThanOrEqualTo(9_000);
        // Two of the statements serialize twin orders and read them; one reads the charge's details from the order.
        assertThat(least.statements()).as("%s", least).isLessThanOrEqualTo(31);
        assertThat(least.commits()).isEqualTo(2);
    }

    private Cost costOf(StoreClient checkout) {
        return Cost.of(shop, checkout.underTest(), () -> {
            assertThat(StoreClient.status(pay(checkout, UUID.randomUUID().toString())))
                    .isEqualTo("paid");
            checkout.isPaidOnce();
        });
    }

    /** Requests a charge as a shop does, with a key of its own and the page that the shopper returns to. */
    private StoreProgram.Answer pay(StoreClient checkout, String key) {
        long order = checkout.underTest().id();
        return shop.api().ask("/payments", key, """
                {"order":%d,"gateway":"stripe","paymentMethod":"pm_card_visa","capture":"automatic",
                 "returnUrl":"https://shop.example/checkout/order-received/%d/?key={order_key}"}""".formatted(order, order));
    }

    /** Of an order that is at rest; its later callback is not counted: here none comes. */
    @Test
    void aRefundFromItsRequestUntilTheMoneyHasGoneBack() {
        isWithin(
                Cost.least(() -> {
                    StoreClient clerk = StoreClient.ofPaidOrder(shop);
                    return Cost.of(shop, clerk.underTest(), () -> {
                        assertThat(StoreClient.status(clerk.giveBack("part", clerk.third(), 1)))
                                .isEqualTo("refunded");
                        clerk.underTest().rests();
                    });
                }),
                new Cost(42, 12_500, 35, 3));
    }

    @Test
    void aRefundMadeInTheDashboardThatOneCallbackTells() {
        isWithin(
                Cost.least(() -> {
                    StoreClient clerk = StoreClient.ofPaidOrder(shop);
                    shop.all().stripe().merchant().refund(clerk.payment(), clerk.third());
                    return Cost.of(shop, clerk.underTest(), () -> {
                        clerk.underTest().deliver(clerk.payment(), "refund.created");
                        clerk.isOnRecord();
                    });
                }),
                new Cost(8, 2_600, 13, 1));
    }

    @Test
    void aSecondPaymentFromItsCallbackUntilItHasGoneBack() {
        isWithin(
                Cost.least(() -> {
                    StoreClient clerk = StoreClient.ofPaidOrder(shop);
                    String second = clerk.underTest().pay();
                    return Cost.of(shop, clerk.underTest(), () -> {
                        clerk.underTest().deliver(second, OrderUnderTest.SUCCEEDED);
                        clerk.underTest().rests();
                        assertThat(clerk.refunds()).hasSize(1);
                    });
                }),
                new Cost(34, 12_000, 40, 3));
    }

    private static void isWithin(Cost spent, Cost most) {
        System.out.println("BUDGET " + spent);
        assertThat(spent.events()).as("events of %s", spent).isBetween(1L, most.events());
        assertThat(spent.bytes()).as("bytes of %s", spent).isBetween(1L, most.bytes());
        assertThat(spent.statements()).as("statements of %s", spent).isBetween(1L, most.statements());
        assertThat(spent.commits()).as("commits of %s", spent).isEqualTo(most.commits());
    }

    /**
     * The cost of an order's latest run, counted at each system that serves it.
     *
     * @param bytes of history
     * @param commits on the store's database
     */
    private record Cost(long events, long bytes, long statements, long commits) {

        /** Returns the least cost of several runs. */
        static Cost least(Supplier<Cost> one) {
            return Stream.generate(one)
                    .limit(TRIES)
                    .min(Comparator.comparingLong(Cost::events).thenComparingLong(Cost::statements))
                    .orElseThrow();
        }

        /** @param work returns when the order is at rest again */
        static Cost of(Shop shop, OrderUnderTest underTest, Runnable work) {
            Statements before = Statements.soFar(shop.all());
            work.run();
            Statements spent = Statements.soFar(shop.all()).minus(before);
            return new Cost(
                    shop.runs().latest(underTest.workflow()).orElseThrow().events(),
                    shop.runs().history(underTest.workflow()).stream()
                            .mapToLong(MessageLite::getSerializedSize)
                            .sum(),
                    spent.all(),
                    spent.commits());
        }
    }
}
