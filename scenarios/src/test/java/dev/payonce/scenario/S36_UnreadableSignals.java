package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.server.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A signal of a newer version, or an unreadable one, is kept and shown; the payment goes on. */
@OnRealServers
class S36_UnreadableSignals {

    @Test
    void theyAreShownOnTheRunAndTheOrderIsPaid(Shop shop) {
        OrderUnderTest sale = shop.sale();
        String wrong = sale.shopper().payAnother(sale.asked(), sale.asked() + 500, "EUR", sale.tag());
        sale.deliver(wrong, OrderUnderTest.SUCCEEDED);
        sale.asks("AMOUNT_DIFFERS");

        shop.runs().signal(sale.workflow(), "fromTheFuture", Map.of("refund", 100));
        shop.runs().signal(sale.workflow(), "callback", Map.of("newer", "shape"), "stripe", wrong, "x", "");
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET total_amount = total_amount + 5 WHERE id = ?")
                .param(sale.id())
                .update();
        sale.refresh();

        Await.until("the order is paid", Shop.PATIENCE, () -> sale.row().isPaid());
        Await.until(
                "the run shows what it cannot read",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(sale.workflow())
                        .filter(run -> run.open() && run.payment().equals("UNREADABLE"))
                        .isPresent());
        assertThat(shop.runs().details(sale.workflow()))
                .contains("fromTheFuture")
                .contains("callback");
    }
}
