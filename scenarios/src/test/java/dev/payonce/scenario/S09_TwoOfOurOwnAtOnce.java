package dev.payonce.scenario;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two different callbacks, a duplicate of each and an operator's look, all at once: one status move, one note. */
@OnRealServers
class S09_TwoOfOurOwnAtOnce {

    @Test
    void callbackAndLookTogetherMoveTheOrderOnce(Shop shop) throws InterruptedException {
        Sale sale = shop.sale();
        String intent = sale.pay();
        var paid = sale.event(intent, Sale.SUCCEEDED);
        var twin = shop.all().stripe().twin(paid);

        sale.deliver(List.of(paid, twin), 2, 4);
        sale.lookIfOpen();

        sale.rests().isPaidOnceBy(intent);
    }
}
