package dev.payonce.shadow;

import java.time.Instant;
import java.util.List;

/** The report of shadow mode, order by order. Reads only. */
public interface ShadowReport {

    /**
     * Returns findings by order number, lowest first: of the orders that the shop has as paid and that were made within the
     * span, and of those that Payonce has observed. Throws when the database is away.
     *
     * @param after only orders with a higher number
     */
    List<ShadowFinding> after(Span span, long after, int most);

    /** Counts the shop's own paid orders. Throws when the database is away. */
    ShadowCoverage coverage(Span span);

    /** A span of time, without its end. */
    record Span(Instant from, Instant to) {}
}
