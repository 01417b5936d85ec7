package dev.payonce.api.operations;

import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.temporal.TemporalRuns;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The sources of the operators' list. Each takes the most rows that it returns, and throws while its system is away.
 *
 * @param reviews the open reviews, oldest first
 * @param unassigned the payments with money that no order has, oldest first
 * @param stalled the stalled runs, in any order
 */
public record WaitingList(
        IntFunction<List<ReviewTable.Row>> reviews,
        IntFunction<List<UnassignedTable.Row>> unassigned,
        IntFunction<List<TemporalRuns.Run>> stalled) {}
