package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payments for tests: begins as one that a shopper has still to pay; each method returns another value. */
public record APayment(Payment made) {

    private static final Instant SEEN = Instant.parse("2026-11-25T10:00:00Z");

    /** Open, untagged, waiting for the shopper; its only name is its id. */
    public static APayment of(String id, Money amount) {
        return new APayment(new Payment(
                "stripe",
                id,
                id,
                Names.of(id),
                Optional.empty(),
                Optional.empty(),
                Payment.Stage.OPEN,
                Payment.WaitsFor.SHOPPER,
                Optional.empty(),
                amount,
                new Money(0, amount.currency()),
                List.of(),
                Optional.empty(),
                SEEN));
    }

    /** Open, untagged, of 49.90 EUR: what {@link AnOrder} asks. */
    public static APayment stripe(String id) {
        return of(id, new Money(4990, "EUR"));
    }

    /** Made by Payonce for {@link AnOrder}. */
    public APayment tagged() {
        return tagged("", AnOrder.SITE, AnOrder.NUMBER, AnOrder.KEY, 1);
    }

    /** Made by the shop's own plugin for {@link AnOrder}. */
    public APayment claimed() {
        return claimed(AnOrder.KEY, Long.toString(AnOrder.NUMBER), AnOrder.SITE);
    }

    public APayment captured(long minor) {
        return captured(new Money(minor, made.amount().currency()));
    }

    public APayment stage(Payment.Stage stage) {
        return stage(stage, Payment.WaitsFor.NOTHING);
    }

    public APayment refund(String id, Payment.Return.State state, long minor) {
        return back(id, Payment.Return.Kind.REFUND, state, minor);
    }

    public APayment dispute(String id, Payment.Return.State state, long minor) {
        return back(id, Payment.Return.Kind.DISPUTE, state, minor);
    }

    private APayment back(String id, Payment.Return.Kind kind, Payment.Return.State state, long minor) {
        Money money = new Money(minor, made.amount().currency());
        return back(new Payment.Return(id, kind, state, money, Optional.empty(), Optional.empty()));
    }

    public APayment captured() {
        return captured(made.amount());
    }

    public APayment captured(Money money) {
        return with(Payment.Stage.CAPTURED, Payment.WaitsFor.NOTHING, Optional.empty(), money);
    }

    public APayment stage(Payment.Stage stage, Payment.WaitsFor waitsFor) {
        return with(stage, waitsFor, made.decline(), made.captured());
    }

    /** Refused, and open for another try. */
    public APayment declined(String code) {
        return with(
                Payment.Stage.OPEN,
                Payment.WaitsFor.SHOPPER,
                Optional.of(new Payment.Decline(code, true)),
                made.captured());
    }

    public APayment tagged(String store, String site, long order, String orderKey, int operation) {
        return tag(Optional.of(new Payment.Tag(store, site, order, orderKey, operation)));
    }

    public APayment tag(Optional<Payment.Tag> tag) {
        return new APayment(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.names(),
                tag,
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.returns(),
                made.until(),
                made.seenAt()));
    }

    /** As another plugin's metadata would claim it. */
    public APayment claimed(String orderKey, String number, String site) {
        return new APayment(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.names(),
                made.tag(),
                Optional.of(new Payment.Claim(orderKey, number, site)),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.returns(),
                made.until(),
                made.seenAt()));
    }

    /** Known by this name too, which is also the one that the store's plugin records. */
    public APayment transaction(String charge) {
        return named(charge, made.names().and(Names.of(charge)), made.returns(), made.seenAt());
    }

    public APayment back(Payment.Return back) {
        List<Payment.Return> returns = new ArrayList<>(made.returns());
        returns.add(back);
        return named(made.transaction(), made.names(), returns, made.seenAt());
    }

    public APayment returns(List<Payment.Return> returns) {
        return named(made.transaction(), made.names(), returns, made.seenAt());
    }

    public APayment seenAt(Instant when) {
        return named(made.transaction(), made.names(), made.returns(), when);
    }

    public APayment at(String gateway) {
        return new APayment(new Payment(
                gateway,
                made.id(),
                made.transaction(),
                made.names(),
                made.tag(),
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.returns(),
                made.until(),
                made.seenAt()));
    }

    public APayment until(Instant expires) {
        return new APayment(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.names(),
                made.tag(),
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                made.returns(),
                Optional.of(expires),
                made.seenAt()));
    }

    private APayment named(String transaction, Names names, List<Payment.Return> returns, Instant seenAt) {
        return new APayment(new Payment(
                made.gateway(),
                made.id(),
                transaction,
                names,
                made.tag(),
                made.claim(),
                made.stage(),
                made.waitsFor(),
                made.decline(),
                made.amount(),
                made.captured(),
                returns,
                made.until(),
                seenAt));
    }

    private APayment with(
            Payment.Stage stage, Payment.WaitsFor waitsFor, Optional<Payment.Decline> decline, Money captured) {
        return new APayment(new Payment(
                made.gateway(),
                made.id(),
                made.transaction(),
                made.names(),
                made.tag(),
                made.claim(),
                stage,
                waitsFor,
                decline,
                made.amount(),
                captured,
                made.returns(),
                made.until(),
                made.seenAt()));
    }
}
