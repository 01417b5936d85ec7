package dev.payonce.sandbox.crash;

/** How an order comes to be paid. */
public enum Kind {
    /** Payonce charges: {@code POST /payments}. */
    CHARGE,
    /** It was charged before, and the gateway calls back. */
    CALLBACK;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
