package dev.payonce.order;

/**
 * The other order of the same cart: the same shopper, contents and total, made within {@link #WITHIN_MINUTES} minutes, and
 * paid or being paid.
 *
 * @param displayNumber the number that the shopper sees
 * @param paid false while it is being paid
 */
public record TwinOrder(long number, String displayNumber, boolean paid) {

    /** The longest time between two orders of one checkout that was sent twice. */
    public static final int WITHIN_MINUTES = 10;
}
