package dev.payonce.api.history;

import dev.payonce.order.OrderId;
import dev.payonce.temporal.TemporalRuns;
import java.util.Optional;

/** The reader of an order's run in Temporal. */
public interface RunReader {

    /** Returns the latest run; empty where there was none. Throws while Temporal is away. */
    Optional<TemporalRuns.Run> latest(OrderId order);
}
