package dev.payonce.mysql.ledger;

import static dev.payonce.mysql.SqlErrors.answered;

import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.OrderId;
import java.util.List;
import java.util.Optional;

/** The reader of the ledger for people. Needs neither lock nor transaction: lines are only ever added. */
public final class MySqlPaymentHistory implements PaymentHistory {

    private final Database database;
    private final LedgerTable ledgers;

    public MySqlPaymentHistory(Database database, StoreSettings settings) {
        this.database = database;
        this.ledgers = new LedgerTable(new TableNames(settings));
    }

    /** Reads the history; where a number named more than one order, the latest one's. */
    @Override
    public Optional<Timeline> of(OrderId order) {
        List<LedgerTable.Row> rows = rows(order);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Line> lines = LedgerTable.lines(rows, LedgerTable.lastKey(rows).orElseThrow());
        Ledger ledger = Ledger.of(lines.stream().map(Line::entry).toList());
        return Optional.of(new Timeline(order, PaymentSummary.of(ledger), lines));
    }

    private List<LedgerTable.Row> rows(OrderId order) {
        return answered(() -> ledgers.rows(database.sql(), order));
    }
}
