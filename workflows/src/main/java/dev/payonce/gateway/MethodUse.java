package dev.payonce.gateway;

/**
 * The use of a payment method beyond one payment.
 *
 * @param customer the gateway's own customer, to whom the method belongs or for whom it is saved; empty for none
 * @param mandate true when the shopper has agreed to the mandate of a bank debit, in this order's checkout
 */
public record MethodUse(String customer, Save save, boolean mandate) {

    /** The use for this payment only, without a customer. */
    public static final MethodUse ONCE = new MethodUse("", Save.NONE, false);

    /** The later payments for which the method is saved: with the shopper in the shop, or also without. */
    public enum Save {
        NONE,
        ON_SESSION,
        OFF_SESSION
    }

    /** Returns true when the method is to be saved and no customer is known yet. */
    public boolean needsCustomer() {
        return save != Save.NONE && customer.isEmpty();
    }

    /** Returns everything that it says, as one text that never changes; empty for {@link #ONCE}. */
    public String text() {
        return equals(ONCE) ? "" : "\n" + String.join("\n", customer, save.name(), mandate + "");
    }
}
