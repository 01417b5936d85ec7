package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** A new submission after the workflow closed, or was forgotten: an order that is paid is never charged. */
class S24_SubmittedAfterTheRunClosed {

    @Test
    void thePaidOrderIsReportedAsPaidAndNothingIsSent(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("first");
        checkout.isPaidOnce();

        isPaidAlready(checkout, "second");
        checkout.underTest().rests();
        shop.runs().forget(checkout.underTest().workflow());
        shop.all().redis().flush();
        isPaidAlready(checkout, "third");
        checkout.isPaidOnce();
    }

    private static void isPaidAlready(StoreClient checkout, String key) {
        StoreProgram.Answer result = checkout.pay(key, TestCard.MASTERCARD);
        assertThat(result.status()).as(result.body()).isEqualTo(200);
        assertThat(StoreClient.status(result)).isEqualTo("paid");
        assertThat(checkout.charges()).hasSize(1);
    }
}
