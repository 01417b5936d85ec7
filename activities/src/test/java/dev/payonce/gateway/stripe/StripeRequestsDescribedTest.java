package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stripe.Stripe;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.order.ChargeDetails;
import dev.payonce.servers.stripe.description.StripeDescription;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test that each request that moves money is one that Stripe's own description knows, field by field. */
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

    private void carryOut(Operation operation) {
        stripe.gateway(DETAILS).carryOut(operation);
    }

    private static Operation.Charge second(String method, boolean manual, MethodUse use) {
        return StubbedStripe.second(method, manual, Optional.empty(), Optional.of(use));
    }
}
