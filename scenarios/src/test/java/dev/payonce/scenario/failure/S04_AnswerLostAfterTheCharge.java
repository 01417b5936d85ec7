package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway charges and its answer is lost: the same key again, never a new attempt; it ends paid once. */
class S04_AnswerLostAfterTheCharge {

    private final Shop shop;

    S04_AnswerLostAfterTheCharge(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().faults().clear();
    }

    @Test
    void theResultComesTooLate() {
        endsPaidOnceAfter(new Fault.Late(Duration.ofSeconds(100)));
    }

    @Test
    void halfOfTheResultComes() {
        endsPaidOnceAfter(new Fault.HalfBody());
    }

    @Test
    void theConnectionIsReset() {
        endsPaidOnceAfter(new Fault.Reset());
    }

    @Test
    void aProxyResultsInstead() {
        endsPaidOnceAfter(new Fault.Failure(502));
    }

    @Test
    void theGatewayItselfFailsAfterIt() {
        endsPaidOnceAfter(new Fault.Failure(500));
    }

    private void endsPaidOnceAfter(Fault fault) {
        StoreClient checkout = new StoreClient(shop);
        shop.all().stripe().faults().after(1, fault, Route.CREATE_INTENT);

        checkout.pay("lost");

        checkout.becomesPaid().isPaidOnce();
        assertThat(checkout.charges().stream().map(Call::key).distinct()).hasSize(1);
        assertThat(StoreClient.status(checkout.pay("lost"))).isEqualTo("paid");
    }
}
