package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of the notes that the companion plugin writes about a review: one when it opens, one when it closes. */
class ReviewNotesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");

    private static Review review(Review.Reason reason) {
        return new Review(1, "facts", reason, List.of(), List.of("Captured 49.90 EUR of 59.90 EUR."), List.of());
    }

    private static List<Effect> effects(Ledger before, Fact... facts) {
        List<Entry> added = new ArrayList<>();
        Ledger ledger = before;
        for (Fact fact : facts) {
            ledger = ledger.with(fact, NOW, "");
            added.add(ledger.entries().getLast());
        }
        return new EffectMapper(OrderBuilder.anOrder().made(), before, added, List.of(), List.of()).effects();
    }

    private static Fact closed(Fact.ReviewClosed.Why why) {
        return new Fact.ReviewClosed(1, why);
    }

    private static Ledger opened(Review.Reason reason) {
        return Ledger.EMPTY.with(new Fact.ReviewOpened(review(reason)), NOW, "");
    }

    @Test
    void aReviewThatOpensIsANoteWithItsFacts() {
        assertThat(effects(Ledger.EMPTY, new Fact.ReviewOpened(review(Review.Reason.AMOUNT_DIFFERS))))
                .singleElement()
                .satisfies(note -> assertThat(note.body())
                        .containsEntry("code", "review_opened")
                        .containsEntry("text", "Captured 49.90 EUR of 59.90 EUR."));
    }

    @Test
    void aReviewThatAnOperatorClosesIsANoteWithWhoAndWhy() {
        Fact decided = new Fact.ReviewDecided(
                new ReviewDecision(1, new ReviewAction.Dismiss(), "ann", "paid back by hand"), true);

        assertThat(effects(opened(Review.Reason.AMOUNT_DIFFERS), decided, closed(Fact.ReviewClosed.Why.DISMISSED)))
                .singleElement()
                .satisfies(note -> assertThat(note.body())
                        .containsEntry("code", "review_closed")
                        .containsEntry("text", "ann: paid back by hand"));
    }

    @Test
    void aReviewWhoseFactsHaveChangedIsANoteThatSaysSo() {
        assertThat(effects(opened(Review.Reason.AMOUNT_DIFFERS), closed(Fact.ReviewClosed.Why.CHANGED)))
                .singleElement()
                .satisfies(note -> assertThat(note.body().get("text"))
                        .isEqualTo("Payonce: manual review 1 is closed: its facts have changed, and it needs no"
                                + " decision."));
    }

    /** A shop that cannot apply effects had no note when this review opened. */
    @Test
    void aReviewOfARejectedEffectClosesWithoutANote() {
        assertThat(effects(opened(Review.Reason.EFFECT_REJECTED), closed(Fact.ReviewClosed.Why.CHANGED)))
                .isEmpty();
    }
}
