package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The store's own plugin completed the order with ch_1; then the callback names pi_1 of the same payment. */
@OnRealServers
class S33_OnePaymentManyNames {

    @Test
    void nothingHappensToTheOrder(Shop shop) {
        Sale sale = shop.sale();
        String intent = sale.payByPlugin();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET status = 'wc-processing', transaction_id = ? WHERE id = ?")
                .params(sale.shopper().latestCharge(intent).orElseThrow(), sale.id())
                .update();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = UTC_TIMESTAMP() WHERE order_id = ?")
                .param(sale.id())
                .update();
        Sale.Books before = sale.books();

        sale.deliver(intent, Sale.SUCCEEDED);

        Sale.Books after = sale.rests().books();
        assertThat(after.row()).isEqualTo(before.row());
        assertThat(after.moves()).isEqualTo(before.moves());
        assertThat(after.notes()).isEmpty();
        assertThat(after.ledger()).noneMatch(line -> line.startsWith("question:"));
    }
}
