package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The case 31 on real servers: another attempt with a declined method. */
class J_TheRestIT {

    private final Shop shop;

    J_TheRestIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void J31_theSameMethodConfirmsTheSameIntentAndAnotherOneGetsItsOwn() {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        assertThat(checkout.pay("first", TestCard.INSUFFICIENT_FUNDS).status()).isEqualTo(402);
        assertThat(checkout.pay("again", TestCard.INSUFFICIENT_FUNDS).status()).isEqualTo(402);
        assertThat(checkout.charges()).hasSize(1);
        assertThat(confirmed(underTest)).isEqualTo(1);

        StoreProgram.Answer paid = checkout.pay("other", TestCard.VISA);

        assertThat(StoreClient.status(paid)).as(paid.body()).isEqualTo("paid");
        assertThat(underTest.sent(Route.CREATE_INTENT)).hasSize(2);
        checkout.isPaidOnce();
    }

    /** Counts the confirmations, which name the intent only. */
    private long confirmed(OrderUnderTest underTest) {
        String intent = underTest.journal().getFirst().intent();
        return shop.all().stripe().calls().posts().stream()
                .filter(call ->
                        call.route() == Route.CONFIRM_INTENT && call.id().equals(intent))
                .count();
    }
}
