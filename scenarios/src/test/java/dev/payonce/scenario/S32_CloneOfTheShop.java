package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.server.Await;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A clone of the shop, or its copied database, is another address: refused, and nothing is moved. */
@OnRealServers
class S32_CloneOfTheShop {

    private final Shop shop;

    S32_CloneOfTheShop(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void backHome() {
        shop.all().store().setOption("siteurl", shop.all().store().siteUrl());
    }

    @Test
    void theDatabaseOfACloneIsRefusedAndThePaymentWaits() {
        OrderUnderTest sale = shop.sale();
        String intent = sale.pay();
        shop.all().store().setOption("siteurl", "https://staging.shop.invalid");

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        Await.until(
                "the run says why it stands still",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(sale.workflow())
                        .filter(run ->
                                run.payment().equals("STALLED") && run.reason().equals("site-differs"))
                        .isPresent());
        sale.isUntouched();
        shop.all().store().setOption("siteurl", shop.all().store().siteUrl());
        sale.refresh();
        sale.rests().isPaidOnceBy(intent);
    }

    @Test
    void aPaymentOfTheCloneIsNobodysHere() {
        OrderUnderTest sale = shop.sale();
        Map<String, String> tag = new HashMap<>(sale.tag());
        tag.put("payonce_site", "0123456789abcdef0123456789abcdef");
        String intent = sale.shopper().pay(sale.asked(), "EUR", tag);

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        sale.rests().isUntouched();
        assertThat(sale.ledger()).isEmpty();
    }
}
