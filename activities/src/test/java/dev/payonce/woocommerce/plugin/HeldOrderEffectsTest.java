package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The test of the effect that an order has which others took off hold. */
class HeldOrderEffectsTest {

    @Test
    void releasedOrderHasANoteAndIsNotMoved() {
        Order order = new Order(
                new OrderId("", 1001), "", Status.COMPLETED, Optional.empty(), Optional.empty(), ExternalIds.NONE);
        Ledger ledger = Ledger.EMPTY.with(
                new Fact.OrderStatusChanged(
                        Status.COMPLETED, Status.COMPLETED, "pi_1", Fact.StatusReason.RELEASED, "", 3),
                Instant.EPOCH,
                "");

        assertThat(new EffectMapper(order, Ledger.EMPTY, ledger.entries(), List.of(), List.of()).effects())
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.kind()).isEqualTo("note");
                    assertThat(effect.body().get("text").toString()).contains("taken off hold", "pi_1");
                });
    }
}
