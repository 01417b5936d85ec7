package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Webhook.Received;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Ignored;
import dev.payonce.gateway.Webhook.Received.Reason;
import dev.payonce.gateway.Webhook.Received.Refused;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.gateway.stripe.webhook.StripeWebhook;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.servers.stripe.Merchant;
import dev.payonce.servers.stripe.Shopper;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.RefundStatus;
import dev.payonce.servers.stripe.webhook.Forger;
import dev.payonce.servers.stripe.webhook.Forgery;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test of S14: what the simulator signs is believed, and nothing that it forges is. */
class StripeWebhookDeliveryTest {

    private static final String SECRET = "whsec_endpoint";

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    private final Shopper shopper = world.stripe.shopper();
    private final StripeWebhook webhook = new StripeWebhook(world.account().endpoint("", SECRET));

    @BeforeEach
    void subscribe() {
        world.stripe.webhooks().endpoint(URI.create("http://127.0.0.1:1/webhooks/stripe"), SECRET);
    }

    @Test
    void S14_forgedStaleAndFarFutureEventsAreNotBelieved() {
        for (Forgery forgery : forger().unauthentic(event())) {
            assertThat(reason(forgery)).as(forgery.name()).isIn(Reason.BAD_SIGNATURE, Reason.STALE);
        }
    }

    @Test
    void J32_theOtherModesAndAnotherAccountsEventsAreIgnored() {
        assertThat(forger().foreign(event())).extracting(this::cause).containsExactly(Cause.MODE, Cause.ACCOUNT);
    }

    @Test
    void J32_anEventOfAnotherShapeIsIgnored() {
        for (Forgery forgery : forger().unreadable(event())) {
            assertThat(cause(forgery)).as(forgery.name()).isEqualTo(Cause.SHAPE);
        }
    }

    @Test
    void anUnknownTypeIsIgnored() {
        assertThat(cause(forger().unknownType(event()))).isEqualTo(Cause.TYPE);
    }

    @Test
    void everyEventOfAPaymentsLifeLeadsToThePaymentOrIsIgnored() {
        String intent = shopper.declineThenSucceed(4990, "eur", Map.of());
        shopper.refundFromDashboard(intent, 1000);
        shopper.failRefund(intent);
        world.stripe.bank().next(1, Course.pending());
        Merchant merchant = world.stripe.merchant();
        merchant.becomes(merchant.refund(intent, 500), RefundStatus.SUCCEEDED);
        merchant.openInquiry(intent);
        merchant.escalate(intent);
        merchant.submitEvidence(intent);
        merchant.closeDispute(intent, true);

        List<Event> events = world.stripe.events().of(intent);
        List<Received> received = events.stream()
                .map(event -> receive(forger().signed(event.id(), event.json())))
                .toList();

        assertThat(events).hasSizeGreaterThan(20);
        assertThat(received).noneMatch(Refused.class::isInstance);
        assertThat(received)
                .filteredOn(Accepted.class::isInstance)
                .hasSizeGreaterThan(16)
                .allSatisfy(
                        one -> assertThat(((Accepted) one).callback().object()).isEqualTo(intent));
    }

    @Test
    void ourTagNamesTheOrderAlsoOnTheEventsOfItsCharge() {
        Payment.Tag tag = new Payment.Tag("", Fingerprint.ofSite("shop.example"), 1001, Fingerprint.of("k"), 1);
        String intent = shopper.pay(4990, "eur", SimulatedStripe.tag(tag));
        shopper.refundFromDashboard(intent, 1000);

        assertThat(order(intent, "payment_intent.succeeded")).contains(new OrderId("", 1001));
        assertThat(order(intent, "charge.refunded")).contains(new OrderId("", 1001));
    }

    @Test
    void aRefundOfOursNamesTheOrderAndOneByHandOrADisputeOnlyThePayment() {
        Payment.Tag tag = new Payment.Tag("", Fingerprint.ofSite("shop.example"), 1001, Fingerprint.of("k"), 2);
        String intent = shopper.pay(4990, "eur", SimulatedStripe.tag(tag));
        world.stripe.merchant().refund(intent, 1000, StripeMetadata.ofRefund(tag, 77));
        assertThat(order(intent, "refund.created")).contains(new OrderId("", 1001));

        shopper.refundFromDashboard(intent, 1000);
        shopper.openDispute(intent);
        assertThat(order(intent, "refund.created")).isEmpty();
        assertThat(order(intent, "charge.dispute.created")).isEmpty();
    }

    private Optional<OrderId> order(String intent, String type) {
        Event event = world.stripe.events().last(intent, type).orElseThrow();
        return ((Accepted) receive(forger().signed("event", event.json()))).order();
    }

    private Event event() {
        return world.stripe
                .events()
                .last(shopper.pay(4990, "eur", Map.of()), "payment_intent.succeeded")
                .orElseThrow();
    }

    private Forger forger() {
        return world.stripe.webhooks().forger();
    }

    private Received receive(Forgery forgery) {
        return webhook.receive(forgery.body().getBytes(UTF_8), name -> forgery.signature(), SimulatedStripe.NOW);
    }

    private Cause cause(Forgery forgery) {
        return ((Ignored) receive(forgery)).cause();
    }

    private Reason reason(Forgery forgery) {
        return ((Refused) receive(forgery)).reason();
    }
}
