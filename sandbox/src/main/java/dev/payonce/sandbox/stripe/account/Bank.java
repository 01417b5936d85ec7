package dev.payonce.sandbox.stripe.account;

import dev.payonce.sandbox.stripe.state.Course;
import dev.payonce.sandbox.stripe.state.Intent;
import dev.payonce.sandbox.stripe.state.Refusal;
import dev.payonce.sandbox.stripe.state.TestCard;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;

/**
 * What becomes of refunds, whoever makes them. A plan of a test comes first, then what the card is known for, and then
 * the usual; but without money nothing leaves at all. Safe for many threads.
 */
public final class Bank {

    /** What the merchant has at Stripe to pay refunds from. */
    public enum Balance {
        ENOUGH,
        /** Refunds wait until there is money again. */
        TOO_LOW,
        /** Further below zero than Stripe lends: refunds are refused. */
        SPENT
    }

    private final Queue<Course> planned = new ArrayDeque<>();
    private Course usual = Course.succeeds();
    private Balance balance = Balance.ENOUGH;

    Bank() {}

    /** The next n refunds. */
    public synchronized void next(int n, Course course) {
        planned.addAll(Collections.nCopies(n, course));
    }

    /** All for which nothing else is said. */
    public synchronized void usually(Course course) {
        usual = course;
    }

    /** See {@link Merchant#balance}, which also pays what has waited. */
    public synchronized void balance(Balance next) {
        balance = next;
    }

    synchronized Course course(Intent intent) {
        return switch (balance) {
            case TOO_LOW -> Course.waitsForBalance();
            // Stripe gives this error no code; what it is about stands in a field of its own.
            case SPENT -> throw Refusal.insufficientBalance();
            case ENOUGH -> {
                Course next = planned.poll();
                yield next != null
                        ? next
                        : intent.card().flatMap(TestCard::refunds).orElse(usual);
            }
        };
    }
}
