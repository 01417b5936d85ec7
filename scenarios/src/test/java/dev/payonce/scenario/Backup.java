package dev.payonce.scenario;

import dev.payonce.sandbox.installation.Branch;
import java.time.Instant;
import java.util.List;

/** A backup of a store from before its order was paid. */
final class Backup {

    private static final List<String> LEDGER =
            List.of("payonce_ledger", "payonce_external_id", "payonce_request", "payonce_refresh");

    private Backup() {}

    /** Restores order and ledger to the time before the payment, and the sweep's cursor to this instant. */
    static void restore(Branch branch, long order, Instant then) {
        LEDGER.forEach(table -> branch.store()
                .sql()
                .sql("DELETE FROM payonce." + table + " WHERE store = ?")
                .param(branch.name())
                .update());
        branch.store().setStatus(order, "wc-pending");
        branch.store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = NULL WHERE order_id = ?")
                .param(order)
                .update();
        branch.store()
                .sql()
                .sql("UPDATE payonce.payonce_store SET cursors = JSON_SET(cursors, '$.stripe', ?) WHERE store = ?")
                .params(then.toString(), branch.name())
                .update();
    }
}
