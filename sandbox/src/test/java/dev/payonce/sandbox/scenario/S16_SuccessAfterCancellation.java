package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The money arrives after the shop cancelled the order: reopened once, as WooCommerce itself does. */
@OnRealServers
class S16_SuccessAfterCancellation {

    @Test
    void theOrderIsReopenedOnce(Shop shop) {
        Sale sale = shop.sale();
        String intent = sale.pay();
        shop.all().store().setStatus(sale.id(), "wc-cancelled");

        sale.deliver(intent, Sale.SUCCEEDED);
        sale.rests().isPaidOnceBy(intent);
        shop.all().redis().flush();
        sale.deliver(intent, Sale.SUCCEEDED);

        assertThat(sale.rests().isPaidOnceBy(intent).books().moves()).hasSize(2);
    }
}
