package dev.payonce.scenario.callback;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The scenario of two different callbacks, a duplicate of each and an operator's refresh at once: one move, one note.
 */
class S09_TwoOfOurOwnAtOnce {

    @Test
    void callbackAndRefreshTogetherMoveTheOrderOnce(Shop shop) throws InterruptedException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        var paid = underTest.event(intent, OrderUnderTest.SUCCEEDED);
        var twin = shop.all().stripe().twin(paid);

        underTest.deliver(List.of(paid, twin), 2, 4);
        underTest.refreshIfOpen();

        underTest.rests().isPaidOnceBy(intent);
    }
}
