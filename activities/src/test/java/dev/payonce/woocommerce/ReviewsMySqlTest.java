package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.mysql.ledger.LedgerGauges;
import dev.payonce.mysql.ledger.MySqlCursors;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The tests that an open review is a row, a gauge and a note, and that a closed one leaves only notes. */
class ReviewsMySqlTest {

    private static final Duration LATER = Duration.ofHours(2);

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("reviews");

    private final LedgerGauges gauges = new LedgerGauges(
            fixture.database,
            fixture.settings,
            List.of("stripe", "never-read"),
            () -> Instant.now().plus(LATER),
            fixture.metrics);

    /** Opens a review: the merchant raised the total, so less was captured than the order asks. */
    private static OrderId review(long number) {
        OrderId id = fixture.id(number);
        fixture.put(number, StoreFixture.key(number), Order.Status.PENDING, new Money(5990, "EUR"));
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.NEEDS_REVIEW);
        return id;
    }

    private static void correct(OrderId id) {
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET total_amount = 49.90 WHERE id = ?")
                .param(id.number())
                .update();
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    private double gauge(String name, String tag, String value) {
        gauges.check();
        return fixture.metrics.get(name).tag(tag, value).gauge().value();
    }

    @Test
    void anOpenReviewIsCountedWithItsAgeUntilItCloses() {
        OrderId one = review(901);
        OrderId other = review(902);
        assertThat(gauge("payonce.reviews", "reason", "AMOUNT_DIFFERS")).isEqualTo(2);
        assertThat(gauge("payonce.reviews.age", "reason", "AMOUNT_DIFFERS"))
                .isBetween((double) LATER.toSeconds() - 5, LATER.toSeconds() + 120.0);

        assertThat(gauge("payonce.unapplied", "kind", "review"))
                .as("both captured")
                .isEqualTo(2);
        fixture.reconcile(one); // Says nothing new.
        correct(other);
        assertThat(gauge("payonce.reviews", "reason", "AMOUNT_DIFFERS")).isEqualTo(1);

        correct(one);
        gauges.check();
        assertThat(fixture.metrics.find("payonce.reviews").gauges()).isEmpty();
        assertThat(fixture.metrics.find("payonce.unapplied").gauges()).isEmpty();
    }

    @Test
    void theOrderHasANoteWhenItsReviewOpensAndWhenItCloses() {
        OrderId id = review(903);
        fixture.reconcile(id);
        correct(id);

        List<String> notes = fixture.store.notes(id.number()).stream()
                .map(note -> note.text())
                .filter(text -> text.contains("review"))
                .toList();

        assertThat(notes).hasSize(2);
        assertThat(notes.getFirst())
                .startsWith("Payonce: manual review 1 is open. ")
                .contains("49.90", "59.90");
        assertThat(notes.getLast())
                .isEqualTo("Payonce: manual review 1 is closed: its facts have changed, and it needs no decision.");
    }

    @Test
    void theAgeOfEachCursorIsAGauge() {
        assertThat(gauge("payonce.cursor.age", "account", "never-read"))
                .as("since the start: a list that was never read is an alarm, too")
                .isBetween(0.0, 120.0);
        new MySqlCursors(fixture.database, fixture.settings).move("stripe", Instant.now());

        assertThat(gauge("payonce.cursor.age", "account", "stripe"))
                .isBetween((double) LATER.toSeconds(), LATER.toSeconds() + 60.0);
    }
}
