package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The tests of I6: the same key gets the same final result, byte for byte, after any loss in between. */
class ReplayIT {

    private final Shop shop;

    ReplayIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void fromRedis() {
        StoreClient checkout = new StoreClient(shop);
        isReplayed(checkout, checkout.pay("again"), TestCard.VISA);
    }

    @Test
    void aDeclineIsAnResultToo() {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer first = checkout.pay("again", TestCard.DECLINED);
        assertThat(first.status()).isEqualTo(402);
        isReplayed(checkout, first, TestCard.DECLINED);
        shop.all().redis().flush();
        isReplayed(checkout, first, TestCard.DECLINED);
    }

    @Test
    void withRedisEmpty() {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer first = checkout.pay("again");
        shop.all().redis().flush();
        isReplayed(checkout, first, TestCard.VISA);
    }

    @Test
    void afterTheWorkflowClosedAndAfterTemporalForgotIt() {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer first = checkout.pay("again");
        checkout.underTest().rests();
        isReplayed(checkout, first, TestCard.VISA);
        shop.runs().forget(checkout.underTest().workflow());
        shop.all().redis().flush();
        isReplayed(checkout, first, TestCard.VISA);
    }

    @Test
    void afterTheWorkerWasRestarted() {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer first = checkout.pay("again");
        shop.all().worker().kill();
        shop.all().restartWorker();
        isReplayed(checkout, first, TestCard.VISA);
        shop.all().redis().flush();
        isReplayed(checkout, first, TestCard.VISA);
    }

    private static void isReplayed(StoreClient checkout, StoreProgram.Answer first, TestCard card) {
        int charges = checkout.charges().size();
        assertThat(first.replayed()).isFalse();
        StoreProgram.Answer again = checkout.pay("again", card);
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.replayed()).isTrue();
        assertThat(checkout.charges()).hasSize(charges);
    }
}
