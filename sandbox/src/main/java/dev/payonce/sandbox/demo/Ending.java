package dev.payonce.sandbox.demo;

import dev.payonce.servers.store.OrderRow;
import java.util.Optional;

/** The state that an order of the demo ended in, as the store's row and Stripe's journal show it together. */
enum Ending {
    PAID("paid"),
    REFUNDED("refunded in full"),
    CANCELLED("cancelled"),
    NOT_CHARGED("cancelled before a charge"),
    AUTHORIZED("authorized, not captured"),
    DECLINED("declined"),
    IN_REVIEW("in manual review");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /**
     * Finds the one ending that fits; empty when store and money disagree.
     *
     * @param money the gateway's side of the order
     * @param inReview true while a manual review of the order is open
     * @param cancelled true when the shopper's cancellation stopped the charge before it was sent
     */
    static Optional<Ending> of(OrderRow row, Money money, boolean inReview, boolean cancelled) {
        if (inReview) {
            return Optional.of(IN_REVIEW);
        }
        return switch (row.status()) {
            case "wc-processing", "wc-completed" -> only(PAID, money.net() > 0);
            case "wc-refunded" -> only(REFUNDED, money.captured() > 0 && money.net() == 0);
            case "wc-cancelled" -> only(CANCELLED, money.net() == 0 && money.reserved() == 0);
            case "wc-on-hold" -> only(AUTHORIZED, money.net() == 0 && money.reserved() > 0);
            case "wc-failed" -> only(DECLINED, money.net() == 0 && money.reserved() == 0);
            case "wc-pending" -> only(NOT_CHARGED, cancelled && money.captured() == 0 && money.reserved() == 0);
            default -> Optional.empty();
        };
    }

    private static Optional<Ending> only(Ending ending, boolean fits) {
        return fits ? Optional.of(ending) : Optional.empty();
    }

    /**
     * The money of one order at Stripe, in minor units.
     *
     * @param captured all that was taken, also what went back later
     * @param net what the merchant still holds
     * @param reserved authorized, neither captured nor voided
     */
    record Money(long captured, long net, long reserved) {}

    @Override
    public String toString() {
        return words;
    }
}
