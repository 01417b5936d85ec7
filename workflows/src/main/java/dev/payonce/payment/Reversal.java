package dev.payonce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.money.Money;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * The reversal that a gateway shows of a payment: money on its way back, or a sign that it may have to go back.
 *
 * @param operation the number of our operation, if a refund is ours
 * @param storeRefund WooCommerce's refund id, if it was made for one
 * @param reason the gateway's code for a dispute, a refund, its failure, or a sign of fraud; empty where it gives none
 */
public record Reversal(
        String id,
        Kind kind,
        State state,
        Money money,
        Optional<Integer> operation,
        Optional<Long> storeRefund,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason) {

    public Reversal {
        reason = Objects.requireNonNullElse(reason, ""); // Left out of what travels where it is empty.
    }

    /** Makes one for which the gateway gives no reason. */
    public Reversal(
            String id, Kind kind, State state, Money money, Optional<Integer> operation, Optional<Long> storeRefund) {
        this(id, kind, state, money, operation, storeRefund, "");
    }

    /** Returns the same reversal with this reason. */
    public Reversal because(String code) {
        return new Reversal(id, kind, state, money, operation, storeRefund, code);
    }

    /** The most severe dispute decides where the order goes; the id makes the order of the list irrelevant. */
    public static final Comparator<Reversal> WORST_FIRST =
            Comparator.comparing(Reversal::state).reversed().thenComparing(Reversal::id);

    /** The kind of a reversal. Only the first two take money. */
    public enum Kind {
        REFUND,
        DISPUTE,
        /** A bank's question before a dispute. */
        INQUIRY,
        /** The gateway's fraud rules, or a person there, want the payment reviewed before the order is shipped. */
        FRAUD_REVIEW,
        /** The card's issuer takes the payment for fraud, usually before it disputes it. */
        FRAUD_WARNING
    }

    /**
     * A refund is PENDING, DONE or FAILED; a dispute OPEN, WON (by the merchant), LOST, or PREVENTED before it opened. A
     * fraud review is OPEN, WON when it is approved, LOST when it closes otherwise, or PENDING until the gateway shows it.
     * A fraud warning is DONE.
     */
    public enum State {
        PENDING,
        DONE,
        FAILED,
        OPEN,
        WON,
        LOST,
        PREVENTED
    }

    public boolean cameFrom(int number) {
        return operation.filter(made -> made == number).isPresent();
    }

    /** Returns true when the money has left, or is leaving, the merchant. */
    public boolean counts() {
        boolean takesMoney = kind == Kind.REFUND || kind == Kind.DISPUTE;
        return takesMoney && (state == State.PENDING || state == State.DONE || state == State.LOST);
    }

    /** Returns true for a sign of fraud. A lookup of its payment need not show it again. */
    public boolean suspects() {
        return kind == Kind.FRAUD_REVIEW || kind == Kind.FRAUD_WARNING;
    }

    /** Returns true for what ended without taking money, and may have kept an order on hold before. */
    public boolean ended() {
        return state == State.WON || state == State.PREVENTED;
    }

    /** Returns true for a fraud review whose state the gateway has not shown yet. */
    public boolean unread() {
        return kind == Kind.FRAUD_REVIEW && state == State.PENDING;
    }

    /** Returns true for an open or lost dispute; an inquiry is none. */
    public boolean disputes() {
        return kind == Kind.DISPUTE && (state == State.OPEN || state == State.LOST);
    }
}
