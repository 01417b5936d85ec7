package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a backup of yesterday after which the shop reuses an order number: another order key is another
 * order.
 */
@OnRealServers
class S31_RestoredStore {

    private final Shop shop;

    S31_RestoredStore(Shop shop) {
        this.shop = shop;
    }

    @Test
    void theLateCallbackOfTheOldOrdersPaymentNeverPaysTheNewOne() {
        OrderUnderTest sale = shop.sale();
        String old = sale.pay();
        String anotherKey = "wc_order_afterRestore" + sale.id();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET order_key = ? WHERE order_id = ?")
                .params(anotherKey, sale.id())
                .update();

        sale.deliver(old, OrderUnderTest.SUCCEEDED);

        sale.asks("ORDER_KEY_DIFFERS").isUntouched();

        Map<String, String> tag = new HashMap<>(sale.tag());
        tag.put("payonce_key", dev.payonce.order.Fingerprint.ofOrderKey(anotherKey));
        String mine = sale.shopper().pay(sale.asked(), "EUR", tag);
        sale.deliver(mine, OrderUnderTest.SUCCEEDED);

        dev.payonce.sandbox.server.Await.until(
                "the new order is paid", Shop.PATIENCE, () -> sale.row().isPaid());
        sale.isPaidOnceBy(mine);
        assertThat(sale.row().transaction()).isEqualTo(sale.shopper().latestCharge(mine));
        sale.asks("ORDER_KEY_DIFFERS");
    }
}
