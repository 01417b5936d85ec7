package dev.payonce.woocommerce;

import dev.payonce.order.Order.Status;

/** WooCommerce's statuses as they stand in its tables. */
final class OrderStatuses {

    private OrderStatuses() {}

    static Status of(String stored) {
        return switch (stored) {
            case "wc-pending" -> Status.PENDING;
            case "wc-failed" -> Status.FAILED;
            case "wc-on-hold" -> Status.ON_HOLD;
            case "wc-processing" -> Status.PROCESSING;
            case "wc-completed" -> Status.COMPLETED;
            case "wc-cancelled" -> Status.CANCELLED;
            case "wc-refunded" -> Status.REFUNDED;
            case "trash" -> Status.TRASH;
            default -> Status.OTHER;
        };
    }

    /** @throws IllegalArgumentException for TRASH and OTHER, which are no statuses to move an order to */
    static String stored(Status status) {
        return switch (status) {
            case PENDING -> "wc-pending";
            case FAILED -> "wc-failed";
            case ON_HOLD -> "wc-on-hold";
            case PROCESSING -> "wc-processing";
            case COMPLETED -> "wc-completed";
            case CANCELLED -> "wc-cancelled";
            case REFUNDED -> "wc-refunded";
            case TRASH, OTHER -> throw new IllegalArgumentException("An order is not moved to " + status);
        };
    }

    /** As WooCommerce's own notes call them. */
    static String label(Status status) {
        return switch (status) {
            case PENDING -> "Pending payment";
            case FAILED -> "Failed";
            case ON_HOLD -> "On hold";
            case PROCESSING -> "Processing";
            case COMPLETED -> "Completed";
            case CANCELLED -> "Cancelled";
            case REFUNDED -> "Refunded";
            case TRASH -> "Trash";
            case OTHER -> "another status";
        };
    }
}
