package dev.payonce.gateway.stripe;

import com.google.gson.JsonParseException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.payonce.money.Money;
import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Outcome;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Request;
import dev.payonce.payment.Ticket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries operations out.
 *
 * <p>Why no money moves twice. An operation's key and its request are derived from the operation alone, so whoever
 * carries it out again, after a crash, a release or an edit in the shop, repeats the same request, and Stripe answers
 * with what it did the first time. Stripe forgets keys after a day; before that the operation is too late to be sent,
 * which is looked at after everything else that takes time. Nothing here repeats a request by itself. An answer that is
 * missing, broken or contradictory is never taken for a no: it is tried again, or unknown, and then looked up.
 */
final class StripeMoves {

    private final StripeAccess access;
    private final StripeSightings sightings;
    private final OrderKeys keys;
    private final StripeTry present;

    StripeMoves(StripeAccess access, StripeSightings sightings, OrderKeys keys, StripeTry present) {
        this.access = access;
        this.sightings = sightings;
        this.keys = keys;
        this.present = present;
    }

    Outcome carryOut(Operation operation) {
        Ticket ticket = operation.ticket();
        if (!ticket.gateway().equals(access.account().name())) {
            return notSent(ticket, "stripe-other-account");
        }
        if (!ticket.shape().equals(StripeShape1.NAME)) {
            return notSent(ticket, "unknown-shape");
        }
        Optional<String> problem = money(operation).flatMap(StripeAmounts::problem);
        if (problem.isPresent()) {
            return new Outcome.Refused(ticket.number(), problem.get());
        }
        return request(operation)
                .map(request -> send(operation, request))
                .orElseGet(() -> notSent(ticket, "order-key-differs"));
    }

    private Outcome send(Operation operation, StripeAnswer.Move request) {
        Ticket ticket = operation.ticket();
        StripeCalls calls = access.calls();
        calls.turn("operation " + ticket.number());
        Instant asked = sightings.asked();
        if (present.tooLate(ticket)) {
            return new Outcome.Unknown(ticket.number(), "too-late", false);
        }
        try {
            StripeAnswer answer =
                    calls.move(ticket.idempotencyKey(), request).orElseThrow(() -> StripeErrors.unreadable(operation));
            return switch (answer) {
                case StripeAnswer.Paid(PaymentIntent intent) -> seen(operation, calls, intent, asked);
                case StripeAnswer.Returned(Refund refund) -> returned(operation, calls, refund);
            };
        } catch (StripeException failure) {
            StripeVerdict verdict = StripeErrors.verdict(
                    operation, failure, calls.hints(), present.attempt().getAsInt(), present.perhapsBefore(ticket));
            return followed(operation, calls, verdict, asked);
        } catch (NullPointerException | ClassCastException | JsonParseException notStripes) {
            // The SDK's ways of saying that it did not expect such an answer.
            throw StripeErrors.unreadable(operation);
        }
    }

    private Outcome followed(Operation operation, StripeCalls calls, StripeVerdict verdict, Instant asked) {
        return switch (verdict) {
            case StripeVerdict.Settled(Outcome outcome) -> outcome;
            case StripeVerdict.Again(var why) -> throw why;
            case StripeVerdict.Shown(PaymentIntent intent) -> seen(operation, calls, intent, asked);
            case StripeVerdict.Look(String payment, Outcome otherwise) ->
                sightings
                        .look(calls, payment)
                        .<Outcome>map(found -> new Outcome.Seen(operation.number(), found))
                        .orElse(otherwise);
        };
    }

    /** A replayed answer is one of then, and half an object is none; both are read anew. */
    private Outcome seen(Operation operation, StripeCalls calls, PaymentIntent answer, Instant asked) {
        if (answer.getId() == null || answer.getId().isBlank()) {
            throw StripeErrors.unreadable(operation);
        }
        boolean asItIs = !calls.hints().replayed() && answer.getStatus() != null;
        return new Outcome.Seen(
                operation.number(),
                asItIs
                        ? sightings.payment(calls, answer, asked)
                        : sightings.look(calls, answer.getId()).orElseThrow(() -> StripeErrors.unreadable(operation)));
    }

    /** A look that does not show what Stripe has just confirmed is not believed: the refund would be made again. */
    private Outcome returned(Operation operation, StripeCalls calls, Refund refund) {
        String payment = Objects.requireNonNullElse(refund.getPaymentIntent(), "");
        return Optional.of(payment)
                .filter(id -> !id.isBlank())
                .flatMap(id -> sightings.look(calls, id))
                .filter(found -> shows(found, refund.getId(), operation.number()))
                .map(found -> new Outcome.Seen(operation.number(), found))
                .orElseThrow(() -> StripeErrors.unreadable(operation));
    }

    private static boolean shows(Payment payment, @Nullable String refund, int operation) {
        return payment.returns().stream().anyMatch(back -> back.id().equals(refund) && back.cameFrom(operation));
    }

    /** Not sent now; but if it was sent before, what became of that is what counts. */
    private Outcome notSent(Ticket ticket, String why) {
        return present.perhapsBefore(ticket)
                ? new Outcome.Unknown(ticket.number(), why, false)
                : new Outcome.Refused(ticket.number(), why);
    }

    private static Optional<Money> money(Operation operation) {
        return switch (operation) {
            case Operation.Charge charge -> Optional.of(charge.money());
            case Operation.Capture capture -> Optional.of(capture.money());
            case Operation.Refund refund -> Optional.of(refund.money());
            case Operation.Void _ -> Optional.empty();
        };
    }

    /** Empty when the order has another key by now. */
    private Optional<StripeAnswer.Move> request(Operation operation) {
        return switch (operation) {
            case Operation.Charge charge ->
                returnUrl(charge).map(url -> {
                    var params = StripeShape1.charge(
                            charge, amount(charge.money()), Optional.of(url).filter(it -> !it.isEmpty()));
                    return (stripe, once) ->
                            StripeAnswer.paid(stripe.paymentIntents().create(params, once));
                });
            case Operation.Capture capture -> {
                var params = StripeShape1.capture(capture, amount(capture.money()));
                yield Optional.of((stripe, once) ->
                        StripeAnswer.paid(stripe.paymentIntents().capture(capture.payment(), params, once)));
            }
            case Operation.Refund refund -> {
                var params = StripeShape1.refund(refund, amount(refund.money()));
                yield Optional.of(
                        (stripe, once) -> StripeAnswer.returned(stripe.refunds().create(params, once)));
            }
            case Operation.Void it ->
                Optional.of((stripe, once) ->
                        StripeAnswer.paid(stripe.paymentIntents().cancel(it.payment(), StripeShape1.cancel(), once)));
        };
    }

    private static long amount(Money money) {
        return StripeAmounts.stripes(money).orElseThrow();
    }

    /** With the raw order key, which is nowhere but here and at Stripe. */
    private Optional<String> returnUrl(Operation.Charge charge) {
        if (!charge.returnTo().contains(Request.ORDER_KEY)) {
            return Optional.of(charge.returnTo());
        }
        Ticket ticket = charge.ticket();
        return keys.raw(ticket.order(), ticket.orderKey())
                .map(key ->
                        charge.returnTo().replace(Request.ORDER_KEY, URLEncoder.encode(key, StandardCharsets.UTF_8)));
    }
}
