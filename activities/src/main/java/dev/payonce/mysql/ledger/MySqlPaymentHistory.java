package dev.payonce.mysql.ledger;

import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.OrderId;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Reads the ledger for people. Needs neither lock nor transaction: lines are only ever added. */
public final class MySqlPaymentHistory implements PaymentHistory {

    private final Database database;
    private final LedgerTable ledgers;

    public MySqlPaymentHistory(Database database, StoreSettings settings) {
        this.database = database;
        this.ledgers = new LedgerTable(new TableNames(settings));
    }

    /** Where a number named more than one order, of the latest. */
    @Override
    public Optional<Timeline> of(OrderId order) {
        List<LedgerTable.Row> rows = rows(order);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String key = rows.getLast().orderKey();
        List<Line> lines = rows.stream()
                .filter(row -> row.orderKey().equals(key))
                .map(LedgerTable.Row::line)
                .toList();
        Ledger ledger = Ledger.of(lines.stream().map(Line::entry).toList());
        return Optional.of(new Timeline(order, PaymentSummary.of(ledger), lines));
    }

    private List<LedgerTable.Row> rows(OrderId order) {
        try {
            return ledgers.rows(database.sql(), order);
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }
}
