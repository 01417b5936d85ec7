package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The effects that the plugin could not apply: decided again where that helps, otherwise open until a person acts. */
class UnfinishedEffectsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    private static final Money TOTAL = new Money(4990, "EUR");
    private static final Fact PAID = new Fact.Paid(
            Status.PENDING, "stripe", "pi_1", "ch_1", ExternalIds.of("pi_1"), TOTAL, Optional.of(TOTAL), false);

    private static UnfinishedEffects rejected(String entry, String code) {
        return UnfinishedEffects.of(List.of(new UnfinishedEffects.Row(entry, 3, code, "")));
    }

    private static Order foreseen(Ledger ledger, UnfinishedEffects unfinished) {
        Order pending = new Order(
                new OrderId("", 1001), "key", Status.PENDING, Optional.of(TOTAL), Optional.empty(), ExternalIds.NONE);
        return ForeseenOrder.of(pending, ledger, unfinished);
    }

    /** The order's real status would have the rules pay it again at each refresh, each time with a new effect. */
    @ParameterizedTest
    @ValueSource(strings = {"failed_repeatedly", "unknown_kind", "unknown_status", "unknown_state", "paid_otherwise"})
    void aBrokenEffectCountsAsOpenAndIsNotDecidedAgain(String code) {
        Ledger ledger = Ledger.EMPTY.with(PAID, NOW, "");
        UnfinishedEffects broken = rejected(ledger.entries().getLast().name(), code);

        assertThat(foreseen(ledger, broken).status()).isEqualTo(Status.PROCESSING);
        assertThat(broken.decidedAgain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status_is_cancelled", "total_changed"})
    void anEffectThatDidNotFitTheOrderIsDecidedAgain(String code) {
        Ledger ledger = Ledger.EMPTY.with(PAID, NOW, "");
        UnfinishedEffects unfit = rejected(ledger.entries().getLast().name(), code);

        assertThat(foreseen(ledger, unfit).status()).isEqualTo(Status.PENDING);
        assertThat(unfit.decidedAgain()).isTrue();
    }

    /** A refund that PHP cannot read, or of more than it knows of, is on no record in WooCommerce, and its fact comes only once. */
    @ParameterizedTest
    @ValueSource(strings = {"refund_unreadable", "token_unreadable", "fee_unreadable", "more_than_left"})
    void anEffectThatNoDecisionBringsAgainIsLeftToAPerson(String code) {
        assertThat(rejected("refund:re_1#1=done", code).decidedAgain()).isFalse();
    }

    /** Later changes of the order would be hidden for ever otherwise. */
    @Test
    void aBrokenNoteChangesNoOrder() {
        Ledger ledger = Ledger.EMPTY.with(
                new Fact.ReviewDecided(
                        new ReviewDecision(1, new ReviewAction.Dismiss(), "ann", "paid back by hand"), true),
                NOW,
                "");
        UnfinishedEffects broken = rejected(ledger.entries().getLast().name(), "unknown_kind");

        assertThat(foreseen(ledger.with(PAID, NOW, ""), broken).status()).isEqualTo(Status.PENDING);
    }

    /** The two lists must be the same: one would take over what the other still counts as open. */
    @Test
    void theOutboxTakesOverExactlyWhatIsDecidedAgain() {
        assertThat(UnfinishedEffects.NEED_A_PERSON).allSatisfy(code -> {
            assertThat(rejected("paid", code).decidedAgain()).isFalse();
            assertThat(EffectOutbox.TAKE_OVER).contains("'" + code + "'");
        });
    }
}
