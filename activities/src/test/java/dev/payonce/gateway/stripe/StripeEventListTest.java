package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.EventList.ListedEvent;
import dev.payonce.gateway.EventList.Window;
import dev.payonce.gateway.stripe.webhook.StripeEvents;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The list of a simulated Stripe, read as the sweep reads it. */
class StripeEventListTest {

    private static final Window NOW = new Window(
            SimulatedStripe.NOW.minus(Duration.ofMinutes(5)), SimulatedStripe.NOW.plus(Duration.ofMinutes(5)));

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    private final EventList list = new StripeEventList(world.account(), "north", StripeRateLimiter.FREE);

    @Test
    void anEventIsListedAsItsWebhookWouldShowIt() {
        Payment.Tag tag = new Payment.Tag("north", "a".repeat(32), 1001, "b".repeat(32), 1);
        String intent = world.stripe.shopper().pay(4990, "eur", SimulatedStripe.tag(tag));
        Event paid =
                world.stripe.events().last(intent, "payment_intent.succeeded").orElseThrow();

        assertThat(list.page(NOW, "").events())
                .contains(new ListedEvent(
                        new Callback(paid.id(), "stripe", intent, "payment_intent.succeeded", ""),
                        Optional.of(new OrderId("north", 1001))));
    }

    @Test
    void anotherStoresTagNamesNoOrderOfThisOne() {
        Payment.Tag tag = new Payment.Tag("south", "a".repeat(32), 1001, "b".repeat(32), 1);
        world.stripe.shopper().pay(4990, "eur", SimulatedStripe.tag(tag));

        assertThat(list.page(NOW, "").events())
                .isNotEmpty()
                .allMatch(told -> told.order().isEmpty());
    }

    @Test
    void eventsThatTheWebhookIgnoresAreNotAskedFor() {
        String intent = world.stripe.shopper().open(4990, "eur", Map.of());
        assertThat(world.stripe.events().of(intent)).isNotEmpty();

        assertThat(list.page(NOW, "").events()).isEmpty();
    }

    @Test
    void aLongListComesInPagesAndEachEventOnce() {
        for (int each = 0; each < 70; each++) {
            world.stripe.shopper().confirm(world.stripe.shopper().open(4990, "eur", Map.of()), TestCard.LOST);
        }

        List<String> events = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            EventList.Page page = list.page(NOW, after);
            page.events().forEach(told -> events.add(told.callback().event()));
            after = page.more();
            pages++;
        } while (!after.isEmpty());

        assertThat(pages).isEqualTo(2);
        assertThat(events).hasSize(70).doesNotHaveDuplicates();
    }

    @Test
    void eventsBeforeOrAfterTheSpanAreLeftOut() {
        world.stripe.shopper().pay(4990, "eur", Map.of());

        assertThat(list.page(new Window(NOW.from(), SimulatedStripe.NOW.minusSeconds(1)), "")
                        .events())
                .isEmpty();
        assertThat(list.page(new Window(SimulatedStripe.NOW.plusSeconds(1), NOW.to()), "")
                        .events())
                .isEmpty();
    }

    @Test
    void aRevokedKeyIsRefused() {
        world.stripe.secretKey("sk_test_another");

        assertThatThrownBy(() -> list.page(NOW, ""))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(FailureDetails.code(failure)).isEqualTo("stripe-401"));
    }

    @Test
    void stripesListTakesNoMoreTypesThanThese() {
        assertThat(StripeEvents.listed()).hasSizeBetween(1, 20).doesNotHaveDuplicates();
        assertThat(StripeEvents.types()).containsAll(StripeEvents.listed());
    }
}
