package dev.payonce.reconcile;

import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payments for tests: begins as one that a shopper has still to pay; each method returns another value. */
public record PaymentBuilder(Payment made) {

    private static final Instant SEEN = Instant.parse("2026-11-25T10:00:00Z");

    /** Open, untagged, waiting for the shopper; its only name is its id. */
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
                SEEN));
    }

    /** Open, untagged, of 49.90 EUR: what {@link OrderBuilder} asks. */
    public static PaymentBuilder stripe(String id) {
        return of(id, new Money(4990, "EUR"));
    }

    /** Made by Payonce for {@link OrderBuilder}. */
    public PaymentBuilder tagged() {
        return tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 1);
    }

    /** Made by the shop's own plugin for {@link OrderBuilder}. */
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

    /** Refused, and open for another try. */
    public PaymentBuilder declined(String code) {
        return with(
                Stage.OPEN, Payment.WaitsFor.SHOPPER, Optional.of(new Payment.Decline(code, true)), made.captured());
    }

    public PaymentBuilder tagged(String store, String site, long order, String orderKey, int operation) {
        return tag(Optional.of(new Payment.Tag(store, site, order, orderKey, operation)));
    }

    public PaymentBuilder tag(Optional<Payment.Tag> tag) {
        return new PaymentBuilder(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.externalIds(),
                tag,
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.reversals(),
                made.until(),
                made.created(),
                made.seenAt()));
    }

    /** As another plugin's metadata would claim it. */
    public PaymentBuilder claimed(String orderKey, String number, String site) {
        return new PaymentBuilder(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.externalIds(),
                made.tag(),
                Optional.of(new Payment.Claim(orderKey, number, site)),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.reversals(),
                made.until(),
                made.created(),
                made.seenAt()));
    }

    /** Known by this name too, which is also the one that the store's plugin records. */
    public PaymentBuilder transaction(String charge) {
        return named(charge, made.externalIds().and(ExternalIds.of(charge)), made.reversals(), made.seenAt());
    }

    public PaymentBuilder back(Reversal reversal) {
        List<Reversal> reversals = new ArrayList<>(made.reversals());
        reversals.add(reversal);
        return named(made.transaction(), made.externalIds(), reversals, made.seenAt());
    }

    public PaymentBuilder returns(List<Reversal> reversals) {
        return named(made.transaction(), made.externalIds(), reversals, made.seenAt());
    }

    public PaymentBuilder seenAt(Instant when) {
        return named(made.transaction(), made.externalIds(), made.reversals(), when);
    }

    public PaymentBuilder at(String gateway) {
        return new PaymentBuilder(new Payment(
                gateway,
                made.id(),
                made.transaction(),
                made.externalIds(),
                made.tag(),
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.reversals(),
                made.until(),
                made.created(),
                made.seenAt()));
    }

    public PaymentBuilder until(Instant expires) {
        return new PaymentBuilder(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.externalIds(),
                made.tag(),
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.reversals(),
                Optional.of(expires),
                made.created(),
                made.seenAt()));
    }

    private PaymentBuilder named(
            String transaction, ExternalIds externalIds, List<Reversal> reversals, Instant seenAt) {
        return new PaymentBuilder(new Payment(
                made.gateway(),
                made.id(),
                transaction,
                externalIds,
                made.tag(),
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                reversals,
                made.until(),
                made.created(),
                seenAt));
    }

    private PaymentBuilder with(
            Stage stage, Payment.WaitsFor waitsFor, Optional<Payment.Decline> decline, Money captured) {
        return new PaymentBuilder(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.externalIds(),
                made.tag(),
                made.claim(),
                stage,
                waitsFor,
                decline,
                made.amount(),
                captured,
                made.reversals(),
                made.until(),
                made.created(),
                made.seenAt()));
    }
}
