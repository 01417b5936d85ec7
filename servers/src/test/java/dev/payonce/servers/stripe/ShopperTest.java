package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Journal.Kind;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of payments moved by hand: their events, and that the journal and the API agree about money. */
class ShopperTest {

    private static final Map<String, String> ORDER = Map.of("order_id", "1001");

    private static final List<TestCard> CARDS = List.of(TestCard.values());

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, Sdk.KEY);

    private final Shopper shopper = stripe.shopper();

    @Test
    void aPaymentHasAnEventOfItsMaking() {
        assertThat(types(shopper.pay(4990, "eur", ORDER)))
                .containsExactly(
                        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated");
    }

    @Test
    void aDeclineIsNotTheEnd() {
        String intent = shopper.declineThenSucceed(4990, "eur", ORDER);

        assertThat(types(intent))
                .containsExactly(
                        "payment_intent.created",
                        "charge.failed",
                        "payment_intent.payment_failed",
                        "charge.succeeded",
                        "payment_intent.succeeded",
                        "charge.updated");
        assertThat(kinds(intent)).containsExactly(Kind.DECLINED, Kind.CAPTURED);
        assertThat(stripe.events()
                        .last(intent, "payment_intent.payment_failed")
                        .orElseThrow()
                        .json())
                .as("an event shows its subject as it was then")
                .contains("\"status\": \"requires_payment_method\"", "\"decline_code\": \"insufficient_funds\"");
    }

    @Test
    void anAuthorizationIsNoCapture() {
        String intent = shopper.authorize(4990, "eur", ORDER);
        assertThat(shopper.status(intent)).isEqualTo("requires_capture");
        assertThat(stripe.journal().captured(intent)).isZero();

        shopper.cancel(intent);
        assertThat(types(intent))
                .containsExactly(
                        "payment_intent.created",
                        "charge.succeeded",
                        "payment_intent.amount_capturable_updated",
                        "charge.refunded",
                        "payment_intent.canceled");
        assertThat(kinds(intent)).containsExactly(Kind.AUTHORIZED, Kind.CANCELED);
        assertThatThrownBy(() -> shopper.capture(intent)).hasMessageContaining("canceled");
    }

    @Test
    void anActionOrABankMayTakeItsTime() {
        String secured = shopper.open(4990, "eur", ORDER);
        shopper.confirm(secured, TestCard.AUTHENTICATION);
        assertThat(types(secured)).endsWith("payment_intent.requires_action");
        shopper.authenticate(secured, true);
        assertThat(shopper.status(secured)).isEqualTo("succeeded");

        String debit = shopper.open(100, "eur", ORDER);
        shopper.confirm(debit, TestCard.SEPA_DEBIT);
        String charge = shopper.latestCharge(debit).orElseThrow();
        assertThat(types(debit)).endsWith("charge.pending", "payment_intent.processing");
        shopper.clear(debit, true);
        assertThat(shopper.latestCharge(debit)).contains(charge);
        assertThat(stripe.journal().netBy("order_id", "1001")).isEqualTo(Map.of(secured, 4990L, debit, 100L));
    }

    @Test
    void anotherAmountThanAskedCanBePaid() {
        String intent = shopper.payAnother(4990, 4900, "eur", ORDER);

        assertThat(stripe.journal().captured(intent)).isEqualTo(4900);
        assertThat(stripe.events().of(intent).getFirst().json()).contains("\"amount\": 4990");
    }

    @Test
    void moneyThatGoesBackHasEventsAndEntries() {
        String intent = shopper.pay(4990, "eur", ORDER);
        shopper.refundFromDashboard(intent, 1000);
        assertThat(types(intent)).endsWith("refund.created", "charge.refunded");
        assertThat(stripe.events().last(intent, "charge.refunded").orElseThrow().json())
                .contains("\"previous_attributes\"", "\"amount_refunded\": 0");
        assertThat(stripe.journal().net(intent)).isEqualTo(3990);

        shopper.failRefund(intent);
        assertThat(stripe.journal().net(intent)).isEqualTo(4990);

        shopper.openDispute(intent);
        assertThat(stripe.journal().net(intent)).isZero();
        shopper.closeDispute(intent, true);
        assertThat(types(intent)).endsWith("charge.dispute.funds_reinstated", "charge.dispute.closed");
        assertThat(stripe.journal().net(intent)).isEqualTo(4990);
        assertThat(stripe.journal().captured(intent)).isEqualTo(4990);
    }

    @Test
    void oneOccurrenceMayHaveTwoEvents() {
        Event event = stripe.events().of(shopper.pay(4990, "eur", ORDER)).getLast();
        Event twin = stripe.twin(event);

        assertThat(twin.id()).isNotEqualTo(event.id());
        assertThat(twin.json().replace(twin.id(), event.id())).isEqualTo(event.json());
        assertThat(stripe.events().find(twin.id())).contains(twin);
    }

    @Test
    void theSameSeedGivesTheSameNames() {
        try (StripeSimulator one = StripeSimulator.start(Clock.systemUTC(), 5, Sdk.KEY);
                StripeSimulator two = StripeSimulator.start(Clock.systemUTC(), 5, Sdk.KEY)) {
            assertThat(one.shopper().pay(1, "eur", ORDER))
                    .isEqualTo(two.shopper().pay(1, "eur", ORDER));
        }
    }

    @Test
    void journalAndApiAgreeAfterAnyMoves() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> intents = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            if (intents.isEmpty() || random.nextInt(5) == 0) {
                intents.add(
                        random.nextBoolean()
                                ? shopper.open(1 + random.nextInt(9_999), "eur", ORDER)
                                : shopper.openManual(1 + random.nextInt(9_999), "eur", ORDER));
            }
            move(random, intents.get(random.nextInt(intents.size())));
        }

        for (String intent : intents) {
            PaymentIntent seen = Sdk.whole(Sdk.of(stripe), intent);
            Charge charge = seen.getLatestChargeObject();
            assertThat(seen.getAmountReceived())
                    .as("seed %d", seed)
                    .isEqualTo(stripe.journal().captured(intent));
            assertThat(seen.getStatus().equals("succeeded"))
                    .as("seed %d", seed)
                    .isEqualTo(kinds(intent).contains(Kind.CAPTURED));
            if (charge != null && charge.getCaptured()) {
                assertThat(charge.getAmountCaptured()).as("seed %d", seed).isEqualTo(seen.getAmountReceived());
            }
            assertThat(kinds(intent))
                    .as("seed %d", seed)
                    .filteredOn(Kind.CAPTURED::equals)
                    .hasSizeLessThan(2);
        }
    }

    private void move(Random random, String intent) {
        try {
            switch (random.nextInt(9)) {
                case 0 -> shopper.confirm(intent, CARDS.get(random.nextInt(CARDS.size())));
                case 1 -> shopper.authenticate(intent, random.nextBoolean());
                case 2 -> shopper.clear(intent, random.nextBoolean());
                case 3 -> shopper.capture(intent, 1 + random.nextInt(9_999));
                case 4 -> shopper.cancel(intent);
                case 5 -> shopper.refundFromDashboard(intent, 1 + random.nextInt(500));
                case 6 -> shopper.failRefund(intent);
                case 7 -> shopper.acts(intent);
                default -> shopper.confirm(intent, TestCard.VISA);
            }
        } catch (Refusal impossible) {
            // Most moves do not fit most states; that Stripe refuses them is part of what is tried here.
            assertThat(impossible.status()).isIn(400, 402, 404);
        }
    }

    private List<String> types(String intent) {
        return stripe.events().of(intent).stream().map(Event::type).toList();
    }

    private List<Kind> kinds(String intent) {
        return stripe.journal().of(intent).stream().map(Journal.Entry::kind).toList();
    }
}
