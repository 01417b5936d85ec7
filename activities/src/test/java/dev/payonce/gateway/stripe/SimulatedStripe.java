package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.GatewayContract.Mark;
import dev.payonce.gateway.GatewayContract.Trouble;
import dev.payonce.gateway.GatewayContract.World;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Payment;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The simulated Stripe, in the contract's words. */
final class SimulatedStripe implements World, AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String KEY = "sk_test_simulated";

    /** Short, so that a test does not wait for long; the order of the bounds is the real one. */
    static final StripeTimeouts TIMES =
            new StripeTimeouts(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofSeconds(5));

    static {
        warmUp();
    }

    static final String RAW_ORDER_KEY = "wc_order_simulated";

    final StripeSimulator stripe = StripeSimulator.start(CLOCK, 42, KEY);
    final StripeGateway gateway = gateway(account(), TIMES);

    StripeAccount account() {
        return new StripeAccount("stripe", KEY, stripe.baseUrl().toString());
    }

    /** Sends a first request: it loads the SDK's classes for seconds, which must not look like a slow Stripe. */
    private static void warmUp() {
        StripeTimeouts patient =
                new StripeTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
        try (SimulatedStripe world = new SimulatedStripe()) {
            String intent = world.stripe.shopper().pay(4990, "eur", Map.of());
            var _ = gateway(world.account(), patient).find(new Lookup("stripe", ExternalIds.of(intent)));
        }
    }

    static StripeGateway gateway(StripeAccount account, StripeTimeouts times) {
        return gateway(account, times, 1);
    }

    /** @param attempt which try of its activity everything is */
    static StripeGateway gateway(StripeAccount account, StripeTimeouts times, int attempt) {
        StripeConnection access = new StripeConnection(account, times);
        OrderKeys keys = (order, print) -> Optional.of(RAW_ORDER_KEY)
                .filter(key -> Fingerprint.ofOrderKey(key).equals(print));
        return new StripeGateway(access, access, keys, CLOCK, new OperationAttempt(CLOCK, () -> attempt));
    }

    @Override
    public String captured(Mark mark) {
        return stripe.shopper().pay(4990, "eur", metadata(mark));
    }

    @Override
    public String authorized(Mark mark) {
        return stripe.shopper().authorize(4990, "eur", metadata(mark));
    }

    @Override
    public String declined(Mark mark) {
        String intent = untouched(mark);
        stripe.shopper().confirm(intent, TestCard.INSUFFICIENT_FUNDS);
        return intent;
    }

    @Override
    public String untouched(Mark mark) {
        return stripe.shopper().open(4990, "eur", metadata(mark));
    }

    @Override
    public Optional<String> reviews(String payment) {
        return Optional.of(stripe.merchant().openReview(payment));
    }

    @Override
    public void fails(Trouble trouble) {
        switch (trouble) {
            case TIMES_OUT -> next(1, new Fault.Late(Duration.ofSeconds(3)));
            // The JDK's client silently repeats the request after a reset.
            case RESETS -> next(2, new Fault.Reset());
            case HALF_A_BODY -> next(1, new Fault.HalfBody());
            case BREAKS -> next(1, new Fault.Failure(500));
            case BUSY -> next(1, new Fault.RateLimited(Duration.ofSeconds(7)));
            case REVOKED -> stripe.secretKey("sk_test_another");
        }
    }

    void next(int times, Fault fault) {
        stripe.faults().next(times, fault);
    }

    @Override
    public void close() {
        stripe.close();
    }

    static Map<String, String> metadata(Mark mark) {
        Map<String, String> metadata = new HashMap<>();
        mark.tag().ifPresent(tag -> metadata.putAll(tag(tag)));
        mark.foreign().ifPresent(plugin -> {
            metadata.put("order_id", plugin.number());
            metadata.put("order_key", plugin.rawOrderKey());
            metadata.put("site_url", plugin.siteUrl());
        });
        return metadata;
    }

    /** Makes the header of an operation of the one order, an hour long. */
    static OperationHeader header(int number) {
        return new OperationHeader(
                number,
                new OrderId("shop", 1001),
                Fingerprint.ofOrderKey(RAW_ORDER_KEY),
                Fingerprint.ofSite("shop.example"),
                "stripe",
                OperationHeader.SHAPE,
                NOW,
                NOW.plus(Duration.ofHours(1)));
    }

    static Map<String, String> tag(Payment.Tag tag) {
        return StripeMetadata.of(tag);
    }

    /** Pays the one order by its operation 1, and returns the payment's ID. */
    String paid() {
        return stripe.shopper().pay(4990, "eur", tag(header(1).tag()));
    }

    /** Makes a request to refund a part of this payment. */
    static Operation.Refund refund(String payment, int number, long minor) {
        return new Operation.Refund(
                header(number),
                payment,
                new Money(minor, "EUR"),
                100 + number,
                RefundReason.REQUESTED_BY_CUSTOMER,
                Cause.REQUEST);
    }

    /** Carries the operation out, and returns the payment that the gateway then shows. */
    Payment seen(Operation operation) {
        return ((Outcome.Seen) gateway.carryOut(operation)).payment();
    }

    /** Looks the payment up by its own ID, or by one of a part of it. */
    Payment find(String id) {
        return gateway.find(new Lookup("stripe", ExternalIds.of(id))).payments().getFirst();
    }

    /** Verifies that the operation fails for now, and returns the code of the failure. */
    String transientCode(Operation operation) {
        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> gateway.carryOut(operation));
        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        return FailureDetails.code(failure);
    }
}
