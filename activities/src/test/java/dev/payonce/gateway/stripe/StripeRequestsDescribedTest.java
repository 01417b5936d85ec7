package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stripe.Stripe;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.ExternalIds;
import dev.payonce.servers.stripe.description.StripeDescription;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test that each request of ours is one that Stripe's own description knows, field by field. */
class StripeRequestsDescribedTest {

    private static final Optional<StripeDescription> DESCRIPTION = StripeDescription.find();

    private static final ChargeDetails DETAILS = new ChargeDetails(
            "Example order 7",
            "7",
            "Ann Lee",
            "ann@example.org",
            Optional.of(new ChargeDetails.Address("Ann Lee", "1", "Street 1", "2", "Bonn", "NW", "53111", "DE")),
            "192.0.2.1",
            "Mozilla/5.0",
            true,
            "Order 7");

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeRequestsDescribedTest() throws IOException {}

    @BeforeEach
    void isFetched() {
        assumeTrue(DESCRIPTION.isPresent(), "scripts/fetch-stripe-description has not run");
    }

    @Test
    void eachRequestIsOneThatStripeDescribes() {
        String intent = StubbedStripe.intent("succeeded", 4990);
        for (String path : List.of("", "/pi_1/capture", "/pi_1/cancel", "/pi_7/confirm")) {
            stripe.says("POST /v1/payment_intents" + path, intent);
        }
        stripe.says("POST /v1/customers", "{\"id\":\"cus_7\",\"object\":\"customer\"}");
        stripe.says("/v1/payment_intents/pi_1", intent);

        carryOut(StubbedStripe.charge());
        carryOut(StubbedStripe.again("pi_7"));
        carryOut(StubbedStripe.capture(false));
        carryOut(StubbedStripe.cancel());
        for (MethodUse.Save save : MethodUse.Save.values()) {
            for (boolean manual : new boolean[] {false, true}) {
                carryOut(second("pm_1", manual, new MethodUse("", save, true)));
                carryOut(second("ctoken_1", manual, new MethodUse("cus_1", save, false)));
            }
        }
        carryOut(StubbedStripe.second(
                "pm_1",
                false,
                Optional.of(new Operation.DeclinedPayment("pi_7", "ch_1")),
                Optional.of(new MethodUse("cus_1", MethodUse.Save.NONE, true))));

        assertThat(stripe.posts()).hasSizeGreaterThan(17);
        assertThat(stripe.posts())
                .allSatisfy(post -> assertThat(DESCRIPTION.orElseThrow().wrongRequest(post.path(), post.body()))
                        .isEmpty());
    }

    @Test
    void aRefundIsOneThatStripeDescribesAndNamesThePinnedVersion() {
        stripe.says(
                "POST /v1/refunds", 400, StubbedStripe.error("invalid_request_error", "charge_already_refunded", ""));

        carryOut(StubbedStripe.refund());

        assertThat(stripe.versions).isNotEmpty().containsOnly(Stripe.API_VERSION);
        StubbedStripe.Asked post = stripe.posts().getFirst();
        assertThat(DESCRIPTION.orElseThrow().wrongRequest(post.path(), post.body()))
                .isEmpty();
    }

    /** A refund and a dispute by themselves, lists that are not whole, a search by tag, and the account. */
    @Test
    void eachLookUpIsOneThatStripeDescribes() {
        String more = "{\"object\":\"list\",\"has_more\":true,\"data\":[{\"id\":\"re_1\",\"object\":\"refund\"}]}";
        String last = "{\"object\":\"list\",\"has_more\":false,\"data\":[]}";
        stripe.says("/v1/payment_intents/pi_1", """
                {"id":"pi_1","object":"payment_intent","amount":500,"amount_received":500,"currency":"eur",
                 "status":"succeeded","review":"prv_1","latest_charge":{"id":"ch_1","object":"charge","amount":500,
                 "currency":"eur","disputed":true}}""")
                .says("/v1/refunds", more)
                .says("/v1/refunds?limit=100&payment_intent=pi_1&starting_after=re_1", last)
                .says("/v1/disputes", last)
                .says("/v1/payment_intents", last)
                .says("/v1/events", last)
                .says("/v1/account", "{\"id\":\"acct_1\",\"object\":\"account\"}");

        find("pi_1", "ch_7", "re_7", "dp_7", "prv_7", "issfr_7");
        find(TagQuery.of(StubbedStripe.HEADER).text());
        StripeAccount account = new StripeAccount("stripe", "sk_test_1", stripe.base());
        new StripeEventList(account, "shop", StripeRateLimiter.FREE)
                .page(new EventList.Window(StubbedStripe.NOW, StubbedStripe.NOW), "evt_1");
        StripeAccountId.of(account);
        stripe.says("/v1/reviews", last).says("/v1/radar/early_fraud_warnings", last);
        StripeRights.unreadable(account);

        assertThat(stripe.asked)
                .extracting(StubbedStripe.Asked::path)
                .contains("/v1/refunds", "/v1/disputes", "/v1/payment_intents", "/v1/events", "/v1/account")
                .contains("/v1/reviews", "/v1/radar/early_fraud_warnings")
                .contains("/v1/charges/ch_7", "/v1/reviews/prv_1", "/v1/radar/early_fraud_warnings/issfr_7");
        assertThat(stripe.asked)
                .allSatisfy(one -> assertThat(DESCRIPTION.orElseThrow().wrongQuery(one.path(), query(one)))
                        .isEmpty());
    }

    @Test
    void aMisspeltParameterOfALookUpIsFound() {
        assertThat(DESCRIPTION.orElseThrow().wrongQuery("/v1/refunds", "payment_intents=pi_1"))
                .isNotEmpty();
        assertThat(DESCRIPTION.orElseThrow().wrongQuery("/v1/events", "created[gten]=1"))
                .isNotEmpty();
        assertThat(DESCRIPTION.orElseThrow().wrongQuery("/v1/payment_intents/pi_1", "expnd[0]=latest_charge"))
                .isNotEmpty();
    }

    private static String query(StubbedStripe.Asked one) {
        return one.query().equals("null") ? "" : one.query();
    }

    private void find(String... ids) {
        stripe.gateway().find(new Lookup("stripe", ExternalIds.of(ids)));
    }

    private void carryOut(Operation operation) {
        stripe.gateway(DETAILS).carryOut(operation);
    }

    private static Operation.Charge second(String method, boolean manual, MethodUse use) {
        return StubbedStripe.second(method, manual, Optional.empty(), Optional.of(use));
    }
}
