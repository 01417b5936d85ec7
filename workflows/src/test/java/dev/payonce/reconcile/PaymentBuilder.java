package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A builder of payments for tests: starts as one that a shopper has still to pay; each method returns another value.
 */
public record PaymentBuilder(Payment made) {

    private static final Instant SEEN = Instant.parse("2026-11-25T10:00:00Z");

    /** Returns an open, untagged payment that waits for the shopper; its only name is its ID. */
    public static PaymentBuilder of(String id, Money amount) {
        return new PaymentBuilder(new Payment(
                "stripe",
                id,
                id,
                ExternalIds.of(id),
                Optional.empty(),
                Optional.empty(),
                Stage.OPEN,
                Payment.WaitsFor.SHOPPER,
                Optional.empty(),
                amount,
                new Money(0, amount.currency()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                SEEN,
                Optional.empty(),
                Optional.empty()));
    }

    /** Returns the open payment that this charge of ours makes. */
    public static PaymentBuilder of(String id, Operation.Charge charge) {
        return of(id, charge.money()).tag(Optional.of(charge.header().tag()));
    }

    /** Returns an open, untagged payment of 49.90 EUR, the total of {@code OrderBuilder}. */
    public static PaymentBuilder stripe(String id) {
        return of(id, new Money(4990, "EUR"));
    }

    /** Returns a payment that Payonce made for {@code OrderBuilder}. */
    public PaymentBuilder tagged() {
        return tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 1);
    }

    /** Returns a payment that the shop's own plugin made for {@code OrderBuilder}. */
    public PaymentBuilder claimed() {
        return claimed(OrderBuilder.KEY, Long.toString(OrderBuilder.NUMBER), OrderBuilder.SITE);
    }

    public PaymentBuilder captured(long minor) {
        return captured(new Money(minor, made.amount().currency()));
    }

    public PaymentBuilder stage(Stage stage) {
        return stage(stage, Payment.WaitsFor.NOTHING);
    }

    public PaymentBuilder refund(String id, Reversal.State state, long minor) {
        return back(id, Reversal.Kind.REFUND, state, minor);
    }

    public PaymentBuilder dispute(String id, Reversal.State state, long minor) {
        return back(id, Reversal.Kind.DISPUTE, state, minor);
    }

    /** Returns it with the refund that the gateway made by our request. */
    public PaymentBuilder refund(String id, Reversal.State state, Operation.Refund request) {
        return back(new Reversal(
                id,
                Reversal.Kind.REFUND,
                state,
                request.money(),
                Optional.of(request.number()),
                Optional.of(request.storeRefund()).filter(store -> store > 0)));
    }

    /** Returns the same reversal in another state. */
    public static Reversal in(Reversal.State state, Reversal old) {
        return new Reversal(old.id(), old.kind(), state, old.money(), old.operation(), old.storeRefund());
    }

    private PaymentBuilder back(String id, Reversal.Kind kind, Reversal.State state, long minor) {
        Money money = new Money(minor, made.amount().currency());
        return back(new Reversal(id, kind, state, money, Optional.empty(), Optional.empty()));
    }

    public PaymentBuilder captured() {
        return captured(made.amount());
    }

    public PaymentBuilder captured(Money money) {
        return with(Stage.CAPTURED, Payment.WaitsFor.NOTHING, Optional.empty(), money);
    }

    public PaymentBuilder stage(Stage stage, Payment.WaitsFor waitsFor) {
        return with(stage, waitsFor, made.decline(), made.captured());
    }

    /** Returns it as refused, with the advice of gateway and bank. */
    public PaymentBuilder declined(String code, RetryAdvice advice) {
        boolean mayRetry = advice.way() != RetryAdvice.Way.NEVER;
        return with(
                Stage.OPEN,
                Payment.WaitsFor.SHOPPER,
                Optional.of(new Payment.Decline(code, mayRetry, Optional.of(advice))),
                made.captured());
    }

    /** Returns it as refused, and open for another try. */
    public PaymentBuilder declined(String code) {
        return with(
                Stage.OPEN,
                Payment.WaitsFor.SHOPPER,
                Optional.of(new Payment.Decline(code, true, Optional.empty())),
                made.captured());
    }

    public PaymentBuilder tagged(String store, String site, long order, String orderKey, int operation) {
        return tag(Optional.of(new Payment.Tag(store, site, order, orderKey, operation)));
    }

    public PaymentBuilder tag(Optional<Payment.Tag> tag) {
        return with(parts -> parts.tag = tag);
    }

    /** Returns it with the claim of another plugin's metadata. */
    public PaymentBuilder claimed(String orderKey, String number, String site) {
        return with(parts -> parts.claim = Optional.of(new Payment.Claim(orderKey, number, site)));
    }

    /** Returns it with this further name, which is also the one that the store's plugin records. */
    public PaymentBuilder transaction(String charge) {
        return with(parts -> {
            parts.transaction = charge;
            parts.externalIds = made.externalIds().and(ExternalIds.of(charge));
        });
    }

    public PaymentBuilder back(Reversal reversal) {
        return returns(
                Stream.concat(made.reversals().stream(), Stream.of(reversal)).toList());
    }

    public PaymentBuilder returns(List<Reversal> reversals) {
        return with(parts -> parts.reversals = reversals);
    }

    public PaymentBuilder seenAt(Instant when) {
        return with(parts -> parts.seenAt = when);
    }

    public PaymentBuilder at(String gateway) {
        return with(parts -> parts.gateway = gateway);
    }

    public PaymentBuilder until(Instant expires) {
        return with(parts -> parts.until = Optional.of(expires));
    }

    public PaymentBuilder fee(Fee fee) {
        return with(parts -> parts.fee = Optional.of(fee));
    }

    /** Returns it with the method that it leaves behind to pay with again. */
    public PaymentBuilder saved(SavedMethod method) {
        return with(parts -> parts.saved = Optional.of(method));
    }

    public PaymentBuilder createdAt(Instant when) {
        return with(parts -> parts.created = Optional.of(when));
    }

    private PaymentBuilder with(
            Stage stage, Payment.WaitsFor waitsFor, Optional<Payment.Decline> decline, Money captured) {
        return with(parts -> {
            parts.stage = stage;
            parts.waitsFor = waitsFor;
            parts.decline = decline;
            parts.captured = captured;
        });
    }

    private PaymentBuilder with(Consumer<Parts> change) {
        Parts parts = new Parts(made);
        change.accept(parts);
        return new PaymentBuilder(parts.payment());
    }

    /** The parts of a payment that tests change; the rest is copied. */
    private static final class Parts {

        private final Payment rest;
        private String gateway;
        private String transaction;
        private ExternalIds externalIds;
        private Optional<Payment.Tag> tag;
        private Optional<Payment.Claim> claim;
        private Stage stage;
        private Payment.WaitsFor waitsFor;
        private Optional<Payment.Decline> decline;
        private Money captured;
        private List<Reversal> reversals;
        private Optional<Instant> until;
        private Optional<Instant> created;
        private Instant seenAt;
        private Optional<SavedMethod> saved;
        private Optional<Fee> fee;

        Parts(Payment from) {
            rest = from;
            gateway = from.gateway();
            transaction = from.transaction();
            externalIds = from.externalIds();
            tag = from.tag();
            claim = from.claim();
            stage = from.stage();
            waitsFor = from.waitsFor();
            decline = from.decline();
            captured = from.captured();
            reversals = from.reversals();
            until = from.until();
            created = from.created();
            seenAt = from.seenAt();
            saved = from.saved();
            fee = from.fee();
        }

        Payment payment() {
            return new Payment(
                    gateway,
                    rest.id(),
                    transaction,
                    externalIds,
                    tag,
                    claim,
                    stage,
                    waitsFor,
                    decline,
                    rest.amount(),
                    captured,
                    reversals,
                    until,
                    created,
                    seenAt,
                    saved,
                    fee);
        }
    }
}
