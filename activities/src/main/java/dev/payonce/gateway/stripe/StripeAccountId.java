package dev.payonce.gateway.stripe;

/**
 * The id of the account that a key acts for. Another account's key finds none of the store's payments, and everything
 * would look absent. The worker pins the id to the store.
 */
final class StripeAccountId {

    private StripeAccountId() {}

    /** Asks Stripe for the id ({@code acct_...}). Answers within seconds, or fails as a lookup does. */
    static String of(StripeAccount account) {
        return new StripeConnection(account, StripeTimeouts.ACTION).calls().accountId();
    }
}
