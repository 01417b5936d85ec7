package dev.payonce.scenario.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A refund is clicked twice, times out, exceeds the charge, meets a dispute: one refund a request, never too much. */
class S23_RefundsThatCollide {

    private final Shop shop;

    S23_RefundsThatCollide(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().faults().clear();
    }

    /** A double click has one key; two members of staff have two, for one refund of the store's. */
    @Test
    void clickedByTwoAndByOneOfThemTwiceItIsOneRefund() {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);

        List<StoreProgram.Answer> results = StoreClient.atOnce(List.of(
                () -> clerk.giveBack("ann", clerk.third(), 1),
                () -> clerk.giveBack("ann", clerk.third(), 1),
                () -> clerk.giveBack("bob", clerk.third(), 1)));

        assertThat(results).extracting(StoreClient::status).containsOnly("refunded");
        assertThat(results)
                .extracting(StoreProgram.Answer::body)
                .containsOnly(results.getFirst().body());
        assertThat(clerk.isOnRecord().refunds())
                .singleElement()
                .extracting(Journal.Entry::amount)
                .isEqualTo(clerk.third());
        assertThat(clerk.giveBack("ann", clerk.third(), 1).replayed()).isTrue();
        assertThat(clerk.giveBack("ann", clerk.third() + 1, 1).status())
                .as("the key for another amount")
                .isEqualTo(422);
        assertThat(StoreClient.code(clerk.giveBack("eve", clerk.third() + 1, 1)))
                .as("the store's refund with another amount")
                .isEqualTo("refund_differs");
        assertThat(clerk.sent()).hasSize(1);
    }

    @Test
    void refundsThatTogetherExceedTheChargeStopAtItsAmount() {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        long most = clerk.underTest().asked() * 2 / 3;

        List<StoreProgram.Answer> results =
                StoreClient.atOnce(List.of(() -> clerk.giveBack("a", most, 1), () -> clerk.giveBack("b", most, 2)));

        assertThat(results).extracting(StoreClient::status).containsExactlyInAnyOrder("refunded", "refused");
        assertThat(results).extracting(StoreClient::code).contains("exceeds_what_is_left");
        assertThat(StoreClient.status(clerk.giveAllBack("rest", 3))).isEqualTo("refunded");
        assertThat(clerk.giveBack("one-more", 1, 4).status()).isEqualTo(409);
        assertThat(clerk.isOnRecord().left()).isZero();
        assertThat(clerk.refunds()).hasSize(2);
    }

    static List<Fault> lost() {
        return List.of(new Fault.HalfBody(), new Fault.Reset(), new Fault.Failure(502));
    }

    @ParameterizedTest
    @MethodSource("lost")
    void theSameRefundIsAskedForAgainWhenItsResultIsLost(Fault fault) {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        shop.all().stripe().faults().after(1, fault, Route.CREATE_REFUND);

        clerk.answered("lost", clerk.third(), 1);

        assertThat(clerk.isOnRecord().refunds()).hasSize(1);
        assertThat(clerk.sent()).hasSizeGreaterThan(1);
        assertThat(clerk.sent().stream().map(Call::key).distinct()).hasSize(1);
    }

    /** The bank takes the money back while the refund is on its way to Stripe, which then refuses it. */
    @Test
    void aRefundThatMeetsADisputeIsRefusedAndNotPaidOutTwice() throws InterruptedException {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        OrderUnderTest underTest = clerk.underTest();
        try (Barrier refund = clerk.holdRefund(Phase.ARRIVED)) {
            CompletableFuture<StoreProgram.Answer> asked = StoreClient.meanwhile(() -> clerk.giveAllBack("meets", 1));
            assertThat(refund.await(Shop.PATIENCE)).as("the refund is sent").isPresent();
            shop.all().stripe().merchant().openDispute(clerk.payment());
            refund.release();

            assertThat(StoreClient.status(asked.join())).isEqualTo("refused");
            assertThat(StoreClient.code(asked.join())).isEqualTo("is_disputed");
        }
        assertThat(StoreClient.code(clerk.giveAllBack("again", 2))).isEqualTo("disputed");
        underTest.deliver(clerk.payment(), "charge.dispute.created");
        assertThat(underTest.rests().row().status()).isEqualTo("wc-on-hold");
        assertThat(clerk.refunds()).isEmpty();

        shop.all().stripe().merchant().closeDispute(clerk.payment(), true);
        underTest.deliver(clerk.payment(), "charge.dispute.closed");
        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
        assertThat(StoreClient.status(clerk.giveAllBack("won", 3))).isEqualTo("refunded");
        assertThat(clerk.isOnRecord().left()).isZero();
    }
}
