package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The budget of a refund, counted at each system that serves it. */
@OnRealServers
class RefundBudgetIT {

    private final Shop shop;

    RefundBudgetIT(Shop shop) {
        this.shop = shop;
    }

    /** Of an order that is at rest; its later callback is not counted: here none comes. */
    @Test
    void aRefundFromItsRequestUntilTheMoneyHasGoneBack() {
        isWithin(
                Cost.least(() -> {
                    Clerk clerk = Clerk.ofPaidOrder(shop);
                    return Cost.of(shop, clerk.underTest(), () -> {
                        assertThat(Clerk.status(clerk.giveBack("part", clerk.third(), 1)))
                                .isEqualTo("refunded");
                        clerk.underTest().rests();
                    });
                }),
                new Cost(42, 12_000, 41, 3));
    }

    @Test
    void aRefundMadeInTheDashboardThatOneCallbackTells() {
        isWithin(
                Cost.least(() -> {
                    Clerk clerk = Clerk.ofPaidOrder(shop);
                    shop.all().stripe().merchant().refund(clerk.payment(), clerk.third());
                    return Cost.of(shop, clerk.underTest(), () -> {
                        clerk.underTest().deliver(clerk.payment(), "refund.created");
                        clerk.isOnRecord();
                    });
                }),
                new Cost(20, 6_000, 16, 1));
    }

    @Test
    void aSecondPaymentFromItsCallbackUntilItHasGoneBack() {
        isWithin(
                Cost.least(() -> {
                    Clerk clerk = Clerk.ofPaidOrder(shop);
                    String second = clerk.underTest().pay();
                    return Cost.of(shop, clerk.underTest(), () -> {
                        clerk.underTest().deliver(second, OrderUnderTest.SUCCEEDED);
                        clerk.underTest().rests();
                        assertThat(clerk.refunds()).hasSize(1);
                    });
                }),
                new Cost(48, 14_000, 47, 3));
    }

    private static void isWithin(Cost spent, Cost most) {
        assertThat(spent.events()).as("events of %s", spent).isBetween(1L, most.events());
        assertThat(spent.bytes()).as("bytes of %s", spent).isBetween(1L, most.bytes());
        assertThat(spent.statements()).as("statements of %s", spent).isBetween(1L, most.statements());
        assertThat(spent.commits()).as("commits of %s", spent).isEqualTo(most.commits());
    }
}
