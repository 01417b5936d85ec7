package dev.payonce.scenario.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The scenario of two operators who decide one review at once, one of them twice, and a reset: one decision on record.
 */
class S22_TwoOperatorsAtOnce {

    @Test
    void oneDecisionCountsAndTheOtherIsRefused(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payTooMuch();
        ReviewDecision accepts =
                new ReviewDecision(1, new ReviewAction.AcceptPaid(intent), "ann", "the shopper rounded up");
        ReviewDecision dismisses = new ReviewDecision(1, new ReviewAction.Dismiss(), "bob", "paid back by hand");

        List<Supplier<Boolean>> both = List.of(
                () -> shop.runs().decides(underTest.workflow(), accepts),
                () -> shop.runs().decides(underTest.workflow(), dismisses));
        StoreClient.atOnce(both);
        underTest.rests();

        List<String> decisions = underTest.facts("decision:%");
        assertThat(decisions)
                .singleElement()
                .satisfies(decided -> assertThat(decided).containsAnyOf("\"ann\"", "\"bob\""));
        boolean accepted = decisions.getFirst().contains("\"ann\"");
        assertThat(decisions.getFirst()).contains(accepted ? accepts.why() : dismisses.why());
        assertThat(underTest.row().isPaid()).isEqualTo(accepted);

        assertThat(shop.runs().decided(underTest.workflow(), accepted ? dismisses : accepts))
                .as("the other operator learns who decided what")
                .isInstanceOfSatisfying(
                        DecisionResult.AlreadyDecided.class,
                        decided -> assertThat(decided.who()).isEqualTo(accepted ? "ann" : "bob"));
        OrderUnderTest.Books before = underTest.books();
        shop.runs().reset(underTest.workflow());
        assertThat(underTest.rests().books()).isEqualTo(before);
    }
}
