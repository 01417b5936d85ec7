package dev.payonce.api.operations;

import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.temporal.TemporalRuns;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The sources of the operators' list. Each takes the most rows that it returns, and throws while its system is away.
 *
 * @param reviews the open reviews and the proposed refunds, oldest first
 * @param unassigned the payments with money that no order has, oldest first
 * @param stalled the stalled runs, in any order
 * @param overdue the orders whose effects the shop has not applied
 * @param orders the shop's orders with these numbers
 * @param gateways the gateways of the reviews of the orders with these numbers
 */
public record WaitingList(
        IntFunction<List<ReviewTable.Row>> reviews,
        IntFunction<List<UnassignedTable.Row>> unassigned,
        IntFunction<List<TemporalRuns.Run>> stalled,
        IntFunction<List<MySqlListedOrders.Overdue>> overdue,
        Function<Collection<Long>, Map<Long, MySqlListedOrders.Row>> orders,
        Function<Collection<Long>, Map<ReviewTable.Key, String>> gateways) {

    /** Has no companion plugin, and knows no order's total. */
    public WaitingList(
            IntFunction<List<ReviewTable.Row>> reviews,
            IntFunction<List<UnassignedTable.Row>> unassigned,
            IntFunction<List<TemporalRuns.Run>> stalled) {
        this(reviews, unassigned, stalled, _ -> List.of(), _ -> Map.of(), _ -> Map.of());
    }
}
