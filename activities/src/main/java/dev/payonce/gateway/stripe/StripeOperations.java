package dev.payonce.gateway.stripe;

import com.google.gson.JsonParseException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.stripe.payment.StripeAmounts;
import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Payment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The carrying out of operations.
 *
 * <p>No money moves twice. An operation's key and its request are derived from the operation alone. A retry after a
 * crash, a release or an edit in the shop repeats the same request, and Stripe returns its first result. Stripe forgets
 * keys after a day; before that the operation is too late to be sent. That deadline is checked last, after everything
 * that takes time. Nothing here repeats a request by itself. A response that is missing, broken or contradictory is
 * never a refusal: the operation is tried again, or is unknown and then looked up.
 */
final class StripeOperations {

    private final StripeConnection access;
    private final StripeSnapshots snapshots;
    private final OrderKeys keys;
    private final OperationAttempt present;

    StripeOperations(StripeConnection access, StripeSnapshots snapshots, OrderKeys keys, OperationAttempt present) {
        this.access = access;
        this.snapshots = snapshots;
        this.keys = keys;
        this.present = present;
    }

    Outcome carryOut(Operation operation) {
        OperationHeader header = operation.header();
        if (!header.gateway().equals(access.account().name())) {
            return notSent(header, "stripe-other-account");
        }
        Optional<String> problem = operation.amount().flatMap(StripeAmounts::problem);
        if (problem.isPresent()) {
            return new Outcome.Refused(header.number(), problem.get());
        }
        return switch (StripeRequest.of(operation, keys)) {
            case StripeRequest.Ready ready -> send(operation, ready);
            case StripeRequest.OrderKeyDiffers() ->
                unless(header, "order-key-differs", new Outcome.Refused(header.number(), "order-key-differs"));
            case StripeRequest.DetailsMissing() -> notSent(header, "charge-details-missing");
            case StripeRequest.UnknownShape() -> notSent(header, "unknown-shape");
        };
    }

    private Outcome send(Operation operation, StripeRequest.Ready request) {
        if (present.tooLate(operation.header())) { // No customer is made for a charge that is not sent.
            return new Outcome.Unknown(operation.header().number(), "too-late", false);
        }
        StripeCalls calls = access.calls();
        Optional<String> customer;
        try {
            customer = calls.customer(operation, request.customer());
        } catch (StripeException failure) {
            Outcome outcome = followed(operation, calls, verdict(operation, failure, calls), snapshots.asked());
            // A customer who is refused says nothing of a charge that an earlier try may have sent.
            return outcome instanceof Outcome.Refused(var _, var why)
                    ? unless(operation.header(), why, outcome)
                    : outcome;
        }
        return send(operation, calls, request.move().apply(customer));
    }

    private Outcome send(Operation operation, StripeCalls calls, StripeResponse.Move request) {
        OperationHeader header = operation.header();
        calls.turn("operation " + header.number());
        Instant asked = snapshots.asked();
        if (present.tooLate(header)) {
            return new Outcome.Unknown(header.number(), "too-late", false);
        }
        try {
            StripeResponse result =
                    calls.move(header.idempotencyKey(), request).orElseThrow(() -> StripeErrors.unreadable(operation));
            return switch (result) {
                case StripeResponse.Paid(PaymentIntent intent) -> seen(operation, calls, intent, asked);
                case StripeResponse.Returned(Refund refund) -> returned(operation, calls, refund);
            };
        } catch (StripeException failure) {
            return followed(operation, calls, verdict(operation, failure, calls), asked);
        } catch (NullPointerException | ClassCastException | JsonParseException notStripes) {
            // The SDK's ways of saying that it did not expect such an answer.
            throw StripeErrors.unreadable(operation);
        }
    }

    private StripeFailureOutcome verdict(Operation operation, StripeException failure, StripeCalls calls) {
        return StripeVerdict.of(
                operation, failure, calls.hints(), present.attempt().getAsInt());
    }

    private Outcome followed(Operation operation, StripeCalls calls, StripeFailureOutcome verdict, Instant asked) {
        return switch (verdict) {
            case StripeFailureOutcome.Known(Outcome outcome) -> outcome;
            case StripeFailureOutcome.Again(var why) -> throw why;
            case StripeFailureOutcome.Shown(PaymentIntent intent) -> seen(operation, calls, intent, asked);
            case StripeFailureOutcome.Refresh(String payment, Outcome otherwise) ->
                snapshots
                        .refresh(calls, payment)
                        .<Outcome>map(found -> new Outcome.Seen(operation.number(), found.withoutFee()))
                        .orElse(otherwise);
        };
    }

    /** Reads the payment again where the response is a replay of an old one, or has only a part of the payment. */
    private Outcome seen(Operation operation, StripeCalls calls, PaymentIntent result, Instant asked) {
        if (result.getId() == null || result.getId().isBlank()) {
            throw StripeErrors.unreadable(operation);
        }
        boolean asItIs = !calls.hints().replayed() && result.getStatus() != null;
        boolean charged = operation instanceof Operation.Charge;
        Payment payment = asItIs
                ? charged ? snapshots.charged(calls, result, asked) : snapshots.payment(calls, result, asked)
                : snapshots.refresh(calls, result.getId()).orElseThrow(() -> StripeErrors.unreadable(operation));
        return new Outcome.Seen(operation.number(), payment.withoutFee());
    }

    /**
     * Reads the payment after a refund. A payment that does not show the confirmed refund is not believed, since the
     * refund would be made again.
     */
    private Outcome returned(Operation operation, StripeCalls calls, Refund refund) {
        String payment = Objects.requireNonNullElse(refund.getPaymentIntent(), "");
        return Optional.of(payment)
                .filter(id -> !id.isBlank())
                .flatMap(id -> snapshots.refresh(calls, id))
                .filter(found -> shows(found, refund.getId(), operation.number()))
                .map(found -> new Outcome.Seen(operation.number(), found.withoutFee()))
                .orElseThrow(() -> StripeErrors.unreadable(operation));
    }

    private static boolean shows(Payment payment, @Nullable String refund, int operation) {
        return payment.reversals().stream()
                .anyMatch(reversal -> reversal.id().equals(refund) && reversal.cameFrom(operation));
    }

    /** Returns the outcome of an operation that is not sent now, unless an earlier try may have been sent. */
    private Outcome unless(OperationHeader header, String why, Outcome notSent) {
        return present.perhapsBefore(header) ? new Outcome.Unknown(header.number(), why, false) : notSent;
    }

    private static Outcome notSent(OperationHeader header, String why) {
        return new Outcome.NotSent(header.number(), why);
    }
}
