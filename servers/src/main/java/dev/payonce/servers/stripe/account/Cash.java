package dev.payonce.servers.stripe.account;

import java.util.HashMap;
import java.util.Map;

/** The money that customers sent by bank transfer and that no payment has taken yet. Safe for many threads. */
public final class Cash {

    /** The balance of one customer in one currency. */
    private record Purse(String customer, String currency) {}

    private final Map<Purse, Long> balances = new HashMap<>();

    Cash() {}

    /** Adds to a balance, or takes from it with a negative amount. Returns what is there then. */
    public synchronized long add(String customer, String currency, long amount) {
        return balances.merge(new Purse(customer, currency), amount, Long::sum);
    }
}
