package dev.payonce.shadow;

import java.util.List;

/** What was observed, order by order. Reads only. */
public interface ShadowReport {

    /**
     * The lowest order numbers first. Throws when the database is away.
     *
     * @param after only orders with a higher number
     */
    List<ShadowFinding> after(long after, int most);
}
