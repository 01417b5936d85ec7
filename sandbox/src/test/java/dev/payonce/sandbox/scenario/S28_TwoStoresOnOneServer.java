package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.store.Store;
import org.junit.jupiter.api.Test;

/** Another store on the same MySQL server has an order with the same number: it is neither changed nor waited for. */
@OnRealServers
class S28_TwoStoresOnOneServer {

    @Test
    void theOtherStoresOrderWithTheSameNumberIsNotTouched(Shop shop) {
        Sale sale = shop.sale();
        Store other = Store.create(shop.all().mysql(), "othershop" + sale.id());
        try {
            other.addOrders(7, (int) (sale.id() - Store.FIRST_ORDER) + 1);
            String intent = sale.pay();

            sale.deliver(intent, Sale.SUCCEEDED);

            sale.rests().isPaidOnceBy(intent);
            assertThat(other.order(sale.id()).orElseThrow().status()).isEqualTo("wc-pending");
            assertThat(other.transitions()).isEmpty();
        } finally {
            other.drop();
        }
    }
}
