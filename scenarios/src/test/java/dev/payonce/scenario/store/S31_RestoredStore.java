package dev.payonce.scenario.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a backup of yesterday after which the shop reuses an order number: another order key is another
 * order.
 */
class S31_RestoredStore {

    private final Shop shop;

    S31_RestoredStore(Shop shop) {
        this.shop = shop;
    }

    @Test
    void theLateCallbackOfTheOldOrdersPaymentNeverPaysTheNewOne() {
        OrderUnderTest underTest = shop.underTest();
        String old = underTest.pay();
        String anotherKey = "wc_order_afterRestore" + underTest.id();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET order_key = ? WHERE order_id = ?")
                .params(anotherKey, underTest.id())
                .update();

        underTest.deliver(old, OrderUnderTest.SUCCEEDED);

        underTest.asks("ORDER_KEY_DIFFERS").isUntouched();

        Map<String, String> tag = new HashMap<>(underTest.tag());
        tag.put("payonce_key", dev.payonce.order.Fingerprint.ofOrderKey(anotherKey));
        String mine = underTest.shopper().pay(underTest.asked(), "EUR", tag);
        underTest.deliver(mine, OrderUnderTest.SUCCEEDED);

        dev.payonce.servers.Await.until(
                "the new order is paid", Shop.PATIENCE, () -> underTest.row().isPaid());
        underTest.isPaidOnceBy(mine);
        assertThat(underTest.row().transaction()).isEqualTo(underTest.shopper().latestCharge(mine));
        underTest.asks("ORDER_KEY_DIFFERS");
    }
}
