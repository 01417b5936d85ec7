package dev.payonce.servers.stripe.account;

import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;

/**
 * The bank that decides the course of refunds. A test's plan comes first, then the card's own course, then the usual
 * one; without money nothing leaves at all. Safe for many threads.
 */
public final class Bank {

    /** The merchant's balance at Stripe that pays refunds. */
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

    /** Plans the next n refunds. */
    public synchronized void next(int n, Course course) {
        planned.addAll(Collections.nCopies(n, course));
    }

    /** Sets the course of all refunds without another plan. */
    public synchronized void usually(Course course) {
        usual = course;
    }

    /** Sets the balance. {@code Merchant.balance} also pays what has waited. */
    public synchronized void balance(Balance next) {
        balance = next;
    }

    synchronized Course course(Intent intent) {
        return switch (balance) {
            case TOO_LOW -> Course.waitsForBalance();
            // Stripe gives this error no code; a field of its own names the cause.
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
