package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundListParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.http.Route;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of Stripe's lists and events as the unmodified SDK sees them. */
class SdkListsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.fixed(NOW, ZoneOffset.UTC), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    @Test
    void listsArePagedNewestFirst() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(stripe.shopper().open(100 + i, "eur", Map.of()));
        }
        PaymentIntentListParams params =
                PaymentIntentListParams.builder().setLimit(3L).build();

        StripeCollection<PaymentIntent> first = sdk.v1().paymentIntents().list(params);
        assertThat(first.getData()).hasSize(3);
        assertThat(first.getHasMore()).isTrue();

        List<String> seen = new ArrayList<>();
        for (PaymentIntent intent : first.autoPagingIterable()) {
            seen.add(intent.getId());
        }
        assertThat(seen).isEqualTo(made.reversed());
        assertThat(stripe.faults().requests(Route.INTENTS)).isEqualTo(3);
    }

    @Test
    void listsAreCutByCreation() throws Exception {
        stripe.shopper().open(100, "eur", Map.of());

        assertThat(created(NOW)).hasSize(1);
        assertThat(created(NOW.plus(Duration.ofSeconds(1)))).isEmpty();
    }

    private List<PaymentIntent> created(Instant from) throws Exception {
        return sdk.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder()
                        .setCreated(PaymentIntentListParams.Created.builder()
                                .setGte(from.getEpochSecond())
                                .build())
                        .addExpand("data.latest_charge")
                        .build())
                .getData();
    }

    @Test
    void eventsAreFoundByIdAndByType() throws Exception {
        String intent = stripe.shopper().declineThenSucceed(4990, "eur", Map.of());

        List<Event> paid = sdk.v1()
                .events()
                .list(EventListParams.builder()
                        .addType("payment_intent.succeeded")
                        .addType("payment_intent.payment_failed")
                        .build())
                .getData();
        assertThat(paid)
                .extracting(Event::getType)
                .containsExactly("payment_intent.succeeded", "payment_intent.payment_failed");

        Event event = sdk.v1().events().retrieve(paid.getFirst().getId());
        PaymentIntent snapshot =
                (PaymentIntent) event.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(snapshot.getId()).isEqualTo(intent);
        assertThat(snapshot.getStatus()).isEqualTo("succeeded");
    }

    @Test
    void refundsAndDisputesAreListedByPayment() throws Exception {
        String intent = stripe.shopper().pay(4990, "eur", Map.of());
        String other = stripe.shopper().pay(100, "eur", Map.of());
        String refund = stripe.shopper().refundFromDashboard(intent, 90);
        String dispute = stripe.shopper().openDispute(intent);

        assertThat(refunds(intent)).containsExactly(refund);
        assertThat(refunds(other)).isEmpty();
        assertThat(sdk.v1()
                        .disputes()
                        .list(DisputeListParams.builder()
                                .setPaymentIntent(intent)
                                .build())
                        .getData())
                .singleElement()
                .satisfies(it -> assertThat(it.getId()).isEqualTo(dispute));
        assertThat(Sdk.whole(sdk, intent).getLatestChargeObject().getDisputed()).isTrue();
    }

    private List<String> refunds(String intent) throws Exception {
        return sdk
                .v1()
                .refunds()
                .list(RefundListParams.builder().setPaymentIntent(intent).build())
                .getData()
                .stream()
                .map(com.stripe.model.Refund::getId)
                .toList();
    }
}
