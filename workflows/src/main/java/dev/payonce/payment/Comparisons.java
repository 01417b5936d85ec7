package dev.payonce.payment;

import java.util.List;

/** What was observed, order by order. Reads only. */
public interface Comparisons {

    /**
     * The lowest order numbers first. Throws when the database is away.
     *
     * @param after only orders with a higher number
     */
    List<Comparison> after(long after, int most);
}
