package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.reconcile.Policy;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The scenario of card testing: after ten declined cards within an hour the next one gets 429, and is not sent. */
class J36_CardTestingIT {

    @Test
    void J36_TheEleventhCardIsNotTried(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        for (int card = 0; card < Policy.DECLINES_PER_HOUR; card++) {
            assertThat(checkout.pay("card" + card, TestCard.INSUFFICIENT_FUNDS).status())
                    .isEqualTo(402);
        }
        long confirmed = confirmed(shop);
        StoreProgram.Answer same = checkout.pay("next", TestCard.INSUFFICIENT_FUNDS);
        StoreProgram.Answer other = checkout.pay("other", TestCard.VISA);

        assertThat(same.status()).as(same.body()).isEqualTo(429);
        assertThat(other.status()).as(other.body()).isEqualTo(429);
        assertThat(checkout.charges()).hasSize(1);
        assertThat(confirmed).isGreaterThanOrEqualTo(Policy.DECLINES_PER_HOUR - 1);
        assertThat(confirmed(shop)).isEqualTo(confirmed);
    }

    /** Counts the confirmations so far; a second card confirms the first one's intent. */
    private static long confirmed(Shop shop) {
        return shop.all().stripe().calls().posts().stream()
                .filter(call -> call.route() == Route.CONFIRM_INTENT)
                .count();
    }
}
