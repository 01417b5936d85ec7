package dev.payonce.order;

/**
 * An effect that the shop could not apply to the order, and that no new decision can help.
 *
 * @param entry the ledger entry that it follows from
 * @param code the plugin's reason, for instance {@code failed_repeatedly}
 * @param detail the plugin's own words; may be empty
 */
public record RejectedEffect(String entry, String code, String detail) {}
