package dev.payonce.gateway.stripe;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import dev.payonce.request.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The operations of one order of ours, and a gateway that carries them out. */
final class SampleOperations {

    static final String RAW_KEY = "wc_order_Ab1&c";
    static final OrderId ORDER = new OrderId("shop", 1001);
    static final Money EUR_49_90 = new Money(4990, "EUR");
    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    static final OrderKeys KEYS = (order, print) ->
            Optional.of(RAW_KEY).filter(key -> Fingerprint.ofOrderKey(key).equals(print));

    static final OperationHeader HEADER = new OperationHeader(
            3,
            ORDER,
            Fingerprint.ofOrderKey(RAW_KEY),
            Fingerprint.ofSite("shop.example"),
            "stripe",
            OperationHeader.SHAPE,
            NOW.minusSeconds(1),
            NOW.plus(Duration.ofHours(1)));

    private SampleOperations() {}

    static Operation.Charge charge() {
        return charge(HEADER, EUR_49_90);
    }

    static Operation.Charge charge(OperationHeader header, Money money) {
        return new Operation.Charge(
                header,
                money,
                "pm_card_visa",
                false,
                "https://shop.example/checkout/order-received/1001/?key=" + Request.ORDER_KEY,
                false,
                Optional.empty());
    }

    /** Makes the same charge as another attempt of our own declined payment. */
    static Operation.Charge again(String payment) {
        Operation.Charge charge = charge();
        return new Operation.Charge(
                charge.header(),
                charge.money(),
                charge.method(),
                false,
                charge.returnTo(),
                false,
                Optional.of(new Operation.DeclinedPayment(payment, "ch_1")));
    }

    static Operation.Capture capture(boolean last) {
        return new Operation.Capture(HEADER, "pi_1", new Money(2000, "EUR"), last);
    }

    static Operation.Void cancel() {
        return new Operation.Void(HEADER, "pi_1");
    }

    static Operation.Refund refund() {
        return refund(2000, 77, Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER);
    }

    static Operation.Refund refund(long minor, long storeRefund, Operation.Refund.RefundReason why) {
        return new Operation.Refund(
                HEADER, "pi_1", new Money(minor, "EUR"), storeRefund, why, Operation.Refund.Cause.REQUEST);
    }

    static OperationHeader shaped(String shape) {
        return new OperationHeader(
                3, ORDER, HEADER.orderKey(), HEADER.site(), "stripe", shape, HEADER.at(), HEADER.notAfter());
    }

    static StripeGateway gateway(String base) {
        return gateway(base, KEYS, new OperationAttempt(() -> NOW, () -> 1));
    }

    static StripeGateway gateway(String base, OrderKeys keys, OperationAttempt present) {
        return gateway(
                base,
                keys,
                present,
                new StripeTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10)));
    }

    static StripeGateway gateway(String base, OrderKeys keys, OperationAttempt present, StripeTimeouts times) {
        StripeConnection access = new StripeConnection(new StripeAccount("stripe", "sk_test_1", base), times);
        return new StripeGateway(access, access, keys, Clock.fixed(NOW, ZoneOffset.UTC), present);
    }

    /** Writes pi_1 of 49.90 EUR as Stripe shows it. */
    static String intent(String status, long received) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":4990,\"amount_received\":" + received
                + ",\"currency\":\"eur\",\"status\":\"" + status + "\"}";
    }

    /** @param more further fields, each with a comma before it */
    static String error(String type, String code, String more) {
        return "{\"error\":{\"type\":\"" + type + "\"" + (code.isEmpty() ? "" : ",\"code\":\"" + code + "\"") + more
                + "}}";
    }
}
