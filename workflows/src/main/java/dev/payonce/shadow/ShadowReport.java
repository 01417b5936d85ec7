package dev.payonce.shadow;

import java.util.List;

/** The report of shadow mode, order by order. Reads only. */
public interface ShadowReport {

    /**
     * Returns findings by order number, lowest first. Throws when the database is away.
     *
     * @param after only orders with a higher number
     */
    List<ShadowFinding> after(long after, int most);
}
