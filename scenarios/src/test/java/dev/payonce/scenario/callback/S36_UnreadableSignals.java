package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A signal of a newer version, or an unreadable one, is kept and shown; the payment goes on. */
class S36_UnreadableSignals {

    @Test
    void theyAreShownOnTheRunAndTheOrderIsPaid(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String wrong = underTest.payTooMuch();

        shop.runs().signal(underTest.workflow(), "fromTheFuture", Map.of("refund", 100));
        shop.runs().signal(underTest.workflow(), "callback", Map.of("newer", "shape"), "stripe", wrong, "x", "");
        underTest.costsFiveMore();

        Await.until("the order is paid", Shop.PATIENCE, () -> underTest.row().isPaid());
        Await.until(
                "the run shows what it cannot read",
                Shop.PATIENCE,
                () -> shop.runs()
                        .latest(underTest.workflow())
                        .filter(run -> run.open() && run.payment().equals("UNREADABLE"))
                        .isPresent());
        assertThat(shop.runs().details(underTest.workflow()))
                .contains("fromTheFuture")
                .contains("callback");
    }
}
