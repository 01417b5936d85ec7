package dev.payonce.woocommerce;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Ledger;
import dev.payonce.payment.Stories;
import dev.payonce.payment.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Reads the ledger for people. Needs neither lock nor transaction: lines are only ever added. */
public final class MySqlStories implements Stories {

    private final Database database;
    private final LedgerTables ledgers;

    public MySqlStories(Database database, StoreSettings settings) {
        this.database = database;
        this.ledgers = new LedgerTables(new Tables(settings));
    }

    /** Where a number named more than one order, of the latest. */
    @Override
    public Optional<Story> of(OrderId order) {
        List<LedgerTables.Row> rows = rows(order);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String key = rows.getLast().orderKey();
        List<Line> lines = rows.stream()
                .filter(row -> row.orderKey().equals(key))
                .map(LedgerTables.Row::line)
                .toList();
        Ledger ledger = new Ledger(lines.stream().map(Line::entry).toList(), Map.of(), List.of());
        return Optional.of(new Story(order, View.of(ledger), lines));
    }

    private List<LedgerTables.Row> rows(OrderId order) {
        try {
            return ledgers.rows(database.sql(), order);
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
