package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Reversal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of the effects of an order that others took off hold. */
class HeldOrderEffectsTest {

    /** A program that did not know of the hold had undone it; the clerk who did reads how to release the order. */
    @Test
    void orderThatIsHeldAgainSaysHowItIsReleased() {
        Order order = order(Status.PROCESSING);
        Reversal review = new Reversal(
                "prv_1",
                Reversal.Kind.FRAUD_REVIEW,
                Reversal.State.OPEN,
                new Money(4990, "EUR"),
                Optional.empty(),
                Optional.empty(),
                "rule");
        Ledger held = Ledger.EMPTY
                .with(new Fact.ReversalObserved("stripe", "pi_1", review), Instant.EPOCH, "")
                .with(hold(1), Instant.EPOCH, "");
        Ledger again = held.with(hold(2), Instant.EPOCH, "");

        assertThat(new EffectMapper(order, held, again.entries().subList(2, 3), List.of(), List.of()).effects())
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.body())
                            .containsEntry("state", "suspected")
                            .containsEntry("move", true);
                    assertThat(effect.body().get("reason").toString()).contains("Set the status once again");
                });
        assertThat(new EffectMapper(order, Ledger.EMPTY, held.entries(), List.of(), List.of()).effects())
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("reason", "rule"));
    }

    /** The plugin knows no other word for a dispute that ended well; a text beside it says that it was prevented. */
    @Test
    void orderWhoseDisputeWasPreventedGoesBack() {
        Reversal open = new Reversal(
                "dp_1",
                Reversal.Kind.DISPUTE,
                Reversal.State.OPEN,
                new Money(4990, "EUR"),
                Optional.empty(),
                Optional.empty());
        Reversal prevented = new Reversal(
                "dp_1",
                Reversal.Kind.DISPUTE,
                Reversal.State.PREVENTED,
                open.money(),
                Optional.empty(),
                Optional.empty());
        Ledger held = Ledger.EMPTY.with(new Fact.ReversalObserved("stripe", "pi_1", open), Instant.EPOCH, "");
        Ledger back = held.with(new Fact.ReversalObserved("stripe", "pi_1", prevented), Instant.EPOCH, "")
                .with(
                        new Fact.OrderStatusChanged(
                                Status.ON_HOLD, Status.PROCESSING, "pi_1", Fact.StatusReason.DISPUTE_WON, "dp_1", 2),
                        Instant.EPOCH,
                        "");

        assertThat(new EffectMapper(order(Status.ON_HOLD), held, back.entries().subList(1, 3), List.of(), List.of())
                        .effects())
                .satisfiesExactly(
                        note -> assertThat(note.body().get("text").toString()).contains("was prevented"),
                        move -> assertThat(move.body())
                                .containsEntry("state", "won")
                                .containsEntry("move", true));
    }

    private static Fact.OrderStatusChanged hold(long cause) {
        return new Fact.OrderStatusChanged(
                Status.PROCESSING, Status.ON_HOLD, "pi_1", Fact.StatusReason.SUSPECTED_FRAUD, "prv_1", cause);
    }

    private static Order order(Status status) {
        return new Order(new OrderId("", 1001), "", status, Optional.empty(), Optional.empty(), ExternalIds.NONE);
    }

    @Test
    void releasedOrderHasANoteAndIsNotMoved() {
        Order order = order(Status.COMPLETED);
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
