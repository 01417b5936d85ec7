package dev.payonce.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tests of a decision's name. */
class ReviewDecisionTest {

    @Test
    void aNameChangesNothingElseOfADecision() {
        ReviewDecision decision = new ReviewDecision(2, new ReviewAction.Dismiss(), "ann", "dealt with");

        assertThat(decision.named("d1"))
                .isEqualTo(new ReviewDecision(2, new ReviewAction.Dismiss(), "ann", "dealt with", "d1"));
    }
}
