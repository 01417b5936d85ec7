package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import org.junit.jupiter.api.Test;

/** The cases 21 and 24 on real servers: only choices that have an effect are offered, and each is on record. */
class H_OperatorsIT {

    private final Shop shop;
    private final OrderUnderTest underTest;

    H_OperatorsIT(Shop shop) {
        this.shop = shop;
        this.underTest = shop.underTest();
    }

    /** The order was marked as paid by hand, so that its payment has nothing to pay any more. */
    @Test
    void H21_aChoiceWithoutAnEffectIsNotOfferedAndClosesNothing() {
        shop.all().store().setStatus(underTest.id(), "wc-processing");
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.awaitLine("review:1");

        DecisionResult accepted = decides(new ReviewAction.AcceptPaid(intent));

        assertThat(accepted).isInstanceOf(DecisionResult.NotOffered.class);
        assertThat(underTest.ledger()).noneMatch(line -> line.startsWith("decision:"));
        assertThat(underTest.told().json().toString()).doesNotContain("acceptPaid");
        assertThat(decides(new ReviewAction.Dismiss())).isInstanceOf(DecisionResult.Applied.class);
    }

    @Test
    void H24_eachRefreshThatAnOperatorDecidesIsOnRecord() {
        underTest.payTooMuch();

        for (int time = 0; time < 2; time++) {
            assertThat(decides(new ReviewAction.Refresh())).isInstanceOf(DecisionResult.Applied.class);
        }

        assertThat(underTest.facts("decision:%"))
                .hasSize(2)
                .allMatch(decided -> decided.contains("\"ann\"") && decided.contains("agreed by phone"));
        underTest.asks("AMOUNT_DIFFERS");
    }

    private DecisionResult decides(ReviewAction action) {
        return shop.runs().decided(underTest.workflow(), new ReviewDecision(1, action, "ann", "agreed by phone"));
    }
}
