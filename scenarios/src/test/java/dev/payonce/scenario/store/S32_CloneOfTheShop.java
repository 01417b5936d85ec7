package dev.payonce.scenario.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A clone of the shop, or its copied database, is another address: refused, and nothing is moved. */
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
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        shop.all().store().setOption("siteurl", "https://staging.shop.invalid");

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        Await.until(
                "the run says why it stands still",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(underTest.workflow())
                        .filter(run ->
                                run.payment().equals("STALLED") && run.reason().equals("site-differs"))
                        .isPresent());
        underTest.isUntouched();
        shop.all().store().setOption("siteurl", shop.all().store().siteUrl());
        underTest.refresh();
        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void aPaymentOfTheCloneHasNoOrderHere() {
        OrderUnderTest underTest = shop.underTest();
        Map<String, String> tag = new HashMap<>(underTest.tag());
        tag.put("payonce_site", "0123456789abcdef0123456789abcdef");
        String intent = underTest.shopper().pay(underTest.asked(), "EUR", tag);

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isUntouched();
        assertThat(underTest.ledger()).isEmpty();
    }
}
