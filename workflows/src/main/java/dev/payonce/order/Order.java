package dev.payonce.order;

import dev.payonce.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order as it was read under the lock.
 *
 * @param key fingerprint of WooCommerce's own random order key: it names this very order, also after a restore
 * @param total what the shopper owes; empty when the currency is unknown or the amount does not fit
 * @param paid who paid it, as the order itself says
 * @param externalIds gateway IDs that Payonce or another plugin recorded on the order
 * @param made when it was put into the store: no payment of it is older
 * @param displayNumber the number that the shopper sees; a numbering plugin may have made it
 * @param method the payment method's id in WooCommerce, empty when none was chosen
 * @param sharedIds those of its external ids that another order records too; they prove nothing
 * @param cart fingerprint of the cart, the shopper and the total: a twin of the order has the same one
 * @param twins none unless they were read, and they are read before a charge only
 * @param rejected the effects that the shop could not apply and that only a person can mend
 */
public record Order(
        OrderId id,
        String key,
        Status status,
        Optional<Money> total,
        Optional<Paid> paid,
        ExternalIds externalIds,
        Instant made,
        String displayNumber,
        String method,
        ExternalIds sharedIds,
        Optional<String> cart,
        List<TwinOrder> twins,
        List<RejectedEffect> rejected) {

    public Order {
        twins = List.copyOf(twins);
        rejected = List.copyOf(rejected);
    }

    /** Makes an order that was put into the store long ago, with nothing unusual about it. */
    public Order(
            OrderId id,
            String key,
            Status status,
            Optional<Money> total,
            Optional<Paid> paid,
            ExternalIds externalIds) {
        this(
                id,
                key,
                status,
                total,
                paid,
                externalIds,
                Instant.EPOCH,
                Long.toString(id.number()),
                "",
                ExternalIds.NONE,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** Returns true when its payment method may be one of this gateway's: one of cash or another gateway is not. */
    public boolean mayBePaidVia(String gateway) {
        return method.isBlank() || method.startsWith(gateway) || method.startsWith("payonce");
    }

    /** Returns the same order in another state. */
    public Order with(Status newStatus, Optional<Paid> newPaid) {
        return with(newStatus, newPaid, twins, rejected);
    }

    /** Returns the same order with further IDs that prove nothing, since they are another order's. */
    public Order sharing(ExternalIds others) {
        ExternalIds shared = sharedIds.and(others);
        return new Order(
                id, key, status, total, paid, externalIds, made, displayNumber, method, shared, cart, twins, rejected);
    }

    /** Returns the same order with the effects that the shop could not apply. */
    public Order withRejected(List<RejectedEffect> effects) {
        return with(status, paid, twins, effects);
    }

    /** Returns the same order with the twins that were read for it. */
    public Order with(List<TwinOrder> read) {
        return with(status, paid, read, rejected);
    }

    private Order with(Status at, Optional<Paid> by, List<TwinOrder> twinOrders, List<RejectedEffect> effects) {
        return new Order(
                id, key, at, total, by, externalIds, made, displayNumber, method, sharedIds, cart, twinOrders, effects);
    }

    /** The statuses of WooCommerce, as far as money is concerned; {@link #OTHER} is a draft, or a plugin's own. */
    public enum Status {
        PENDING,
        FAILED,
        ON_HOLD,
        PROCESSING,
        COMPLETED,
        CANCELLED,
        REFUNDED,
        TRASH,
        OTHER;

        /** Returns true for the two statuses in which WooCommerce lets the shopper pay. */
        public boolean isPayable() {
            return this == PENDING || this == FAILED;
        }

        /** Returns true for the two statuses in which WooCommerce itself counts an order as paid. */
        public boolean isPaid() {
            return this == PROCESSING || this == COMPLETED;
        }
    }

    /**
     * The payment that the order itself records; "paid by ch_1" is not "paid by cash".
     *
     * @param externalIds the payment's IDs as recorded; none when an administrator marked the order paid
     * @param method the payment method's ID in WooCommerce, for instance {@code stripe}, {@code cod}
     */
    public record Paid(ExternalIds externalIds, String method, Instant at) {}
}
