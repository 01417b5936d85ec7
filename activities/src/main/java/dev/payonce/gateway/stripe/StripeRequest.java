package dev.payonce.gateway.stripe;

import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.stripe.payment.StripeAmounts;
import dev.payonce.money.Money;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.OrderKeys;
import dev.payonce.request.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The request of an operation, by its shape; or the reason why there is none. */
sealed interface StripeRequest {

    /**
     * A request that can be sent.
     *
     * @param customer the customer to be made first; empty where none is needed
     * @param move the request that moves money, for the customer who was made
     */
    record Ready(Optional<CustomerCreateParams> customer, Function<Optional<String>, StripeResponse.Move> move)
            implements StripeRequest {}

    /** The order has another key by now, so the address that the shopper comes back to cannot be made. */
    record OrderKeyDiffers() implements StripeRequest {}

    /** The ledger lacks the charge's details. */
    record DetailsMissing() implements StripeRequest {}

    /** The shape is a newer release's. */
    record UnknownShape() implements StripeRequest {}

    /** Builds the request of an operation. */
    static StripeRequest of(Operation operation, OrderKeys keys) {
        OperationHeader header = operation.header();
        Set<String> shapes = operation instanceof Operation.Charge
                ? Set.of(StripeRequestsV1.NAME, StripeRequestsV2.NAME)
                : Set.of(StripeRequestsV1.NAME);
        if (!shapes.contains(header.shape())) {
            return new UnknownShape();
        }
        return switch (operation) {
            case Operation.Charge charge -> charge(charge, keys);
            case Operation.Capture capture -> {
                var params = StripeRequestsV1.capture(capture, amount(capture.money()));
                yield ready((stripe, once) ->
                        StripeResponse.paid(stripe.paymentIntents().capture(capture.payment(), params, once)));
            }
            case Operation.Refund refund -> {
                var params = StripeRequestsV1.refund(refund, amount(refund.money()));
                yield ready((stripe, once) ->
                        StripeResponse.returned(stripe.refunds().create(params, once)));
            }
            case Operation.Void it ->
                ready((stripe, once) -> StripeResponse.paid(
                        stripe.paymentIntents().cancel(it.payment(), StripeRequestsV1.cancel(), once)));
        };
    }

    private static StripeRequest ready(StripeResponse.Move move) {
        return new Ready(Optional.empty(), _ -> move);
    }

    private static StripeRequest charge(Operation.Charge charge, OrderKeys keys) {
        OperationHeader header = charge.header();
        Optional<OrderKeys.ForCharge> read = Optional.of(header)
                .filter(OperationHeader::hasDetails)
                .map(it -> keys.charge(it.order(), it.orderKey(), it.number()));
        Optional<String> address = returnUrl(
                charge,
                () -> read.map(OrderKeys.ForCharge::rawKey)
                        .orElseGet(() -> keys.raw(header.order(), header.orderKey())));
        if (address.isEmpty()) {
            return new OrderKeyDiffers();
        }
        Optional<String> returnUrl = address.filter(it -> !it.isEmpty());
        return read.map(it -> it.details()
                        .map(details -> second(charge, details, returnUrl))
                        .orElseGet(DetailsMissing::new))
                .orElseGet(() -> first(charge, returnUrl));
    }

    /** Returns the request for a new payment, or for another attempt of our own declined one. */
    private static StripeRequest first(Operation.Charge charge, Optional<String> returnUrl) {
        return charge.confirms()
                .map(Operation.DeclinedPayment::id)
                .map(id -> ready(confirmed(id, StripeRequestsV1.confirm(charge, returnUrl))))
                .orElseGet(() -> ready(created(StripeRequestsV1.charge(charge, amount(charge.money()), returnUrl))));
    }

    private static StripeRequest second(Operation.Charge charge, ChargeDetails details, Optional<String> returnUrl) {
        MethodUse use = charge.use().orElse(MethodUse.ONCE);
        return charge.confirms()
                .map(Operation.DeclinedPayment::id)
                .map(id -> ready(confirmed(id, StripeRequestsV2.confirm(charge, details, returnUrl))))
                .orElseGet(() -> new Ready(
                        Optional.of(StripeRequestsV2.customer(charge, details)).filter(_ -> use.needsCustomer()),
                        made -> created(StripeRequestsV2.charge(
                                charge, details, made.orElse(use.customer()), amount(charge.money()), returnUrl))));
    }

    private static StripeResponse.Move confirmed(String id, PaymentIntentConfirmParams params) {
        return (stripe, once) -> StripeResponse.paid(stripe.paymentIntents().confirm(id, params, once));
    }

    private static StripeResponse.Move created(PaymentIntentCreateParams params) {
        return (stripe, once) -> StripeResponse.paid(stripe.paymentIntents().create(params, once));
    }

    private static long amount(Money money) {
        return StripeAmounts.stripes(money).orElseThrow();
    }

    /** Fills in the raw order key, which is nowhere but here and at Stripe; empty when the order has another one. */
    private static Optional<String> returnUrl(Operation.Charge charge, Supplier<Optional<String>> rawKey) {
        if (!charge.returnTo().contains(Request.ORDER_KEY)) {
            return Optional.of(charge.returnTo());
        }
        return rawKey.get()
                .map(key ->
                        charge.returnTo().replace(Request.ORDER_KEY, URLEncoder.encode(key, StandardCharsets.UTF_8)));
    }
}
