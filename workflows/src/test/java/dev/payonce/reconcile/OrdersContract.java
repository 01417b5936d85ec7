package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@code Orders}, seen through the port and through the order itself. */
public abstract class OrdersContract extends OrderMatchingContract {

    @Test
    void aCapturedPaymentOfThisOrderPaysItOnce() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        Reconciliation first = reconcile(id(), captured(4990));
        Reconciliation again = reconcile(id(), captured(4990));

        assertThat(order(id()).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(order(id()).paid())
                .hasValueSatisfying(
                        paid -> assertThat(paid.externalIds().contains(charge)).isTrue());
        assertThat(notes(id())).singleElement().asString().contains(charge);
        assertThat(first.view().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(again.view()).isEqualTo(first.view());
        assertThat(again.next()).isEqualTo(first.next());
    }

    @Test
    void aWrittenOrderIsReadBackAsItWas() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        Reconciliation reconciled = reconcile(id(), captured(4990));

        assertThat(ledger(id())).usingRecursiveComparison().ignoringFields("at").isEqualTo(reconciled.added());
        assertThat(ledger(id())).extracting(Entry::name).contains("paid").doesNotHaveDuplicates();
    }

    @Test
    void theTimelineTellsWhatWasWrittenAndWhoBroughtItAbout() {
        assertThat(timelines().of(id())).isEmpty();
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        Reconciliation reconciled = reconcile(id(), captured(4990));

        assertThat(timelines().of(id())).hasValueSatisfying(timeline -> {
            assertThat(timeline.view()).isEqualTo(reconciled.view());
            assertThat(timeline.lines()).extracting(PaymentHistory.Line::entry).isEqualTo(ledger(id()));
            assertThat(timeline.lines())
                    .extracting(line -> line.entry().actor())
                    .containsOnly("callback evt_Contract");
            assertThat(timeline.lines()).extracting(PaymentHistory.Line::rules).containsOnly(Reconciliation.RULES);
        });
    }

    @Test
    void aSecondReconcileOfTheSameWritesNothing() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));
        List<Entry> before = ledger(id());

        reconcile(id(), captured(4990));

        assertThat(ledger(id())).isEqualTo(before);
    }

    @Test
    void S09_twoActorsAtOnceMoveTheOrderOnce() throws Exception {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        Callable<Reconciliation> actor = () -> reconcile(id(), captured(4990));

        List<Reconciliation> reconciled = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reconciliation> one : threads.invokeAll(List.of(actor, actor, actor, actor))) {
                reconciled.add(one.get());
            }
        }

        assertThat(reconciled).extracting(one -> one.view().status()).containsOnly(PaymentSummary.Status.PAID);
        assertThat(notes(id())).hasSize(1);
        assertThat(ledger(id())).extracting(Entry::name).containsOnlyOnce("paid");
    }

    @Test
    void S18_anotherAmountThanTheTotalIsAskedAboutAndPaysNothing() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        Reconciliation reconciled = reconcile(id(), captured(4890));

        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        assertThat(order(id()).status()).isEqualTo(Order.Status.PENDING);
        assertThat(notes(id())).as("the review's own").hasSize(1);
    }

    @Test
    void S31_anotherOrderUnderTheSameNumberKnowsNothingOfTheFirst() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));

        given(id(), rawKey + "restored", Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));
        assertThat(order(id()).status()).isEqualTo(Order.Status.PENDING);
        assertThat(ledger(id())).extracting(Entry::name).doesNotContain("paid");

        reconcile(id(), claiming(bare("x", 4990), rawKey + "restored", "", site()));
        assertThat(order(id()).status()).isEqualTo(Order.Status.PROCESSING);
    }

    @Test
    void S40_aStaleWriterIsOverruledWithANote() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));

        moved(id(), Order.Status.PENDING);
        reconcile(id(), captured(4990));

        assertThat(order(id()).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(notes(id())).hasSize(2);
    }

    @Test
    void S23_aRefundThatIsDoneIsOneNoteAndOneThatFailsAfterwardsAnother() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));
        int before = notes(id()).size();

        reconcile(id(), refunded(Reversal.State.PENDING, 1000));
        assertThat(notes(id())).hasSize(before);
        reconcile(id(), refunded(Reversal.State.DONE, 1000));
        reconcile(id(), refunded(Reversal.State.DONE, 1000));
        assertThat(notes(id())).hasSize(before + 1).last().asString().contains("re_Contract" + number);
        reconcile(id(), refunded(Reversal.State.FAILED, 1000));
        reconcile(id(), refunded(Reversal.State.FAILED, 1000));

        assertThat(notes(id()))
                .as("the last one is about the review")
                .hasSize(before + 3)
                .anyMatch(note -> note.contains("failed"));
        assertThat(order(id()).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(ledger(id()).stream().filter(line -> line.fact() instanceof Fact.ReversalObserved))
                .hasSize(3);
    }

    @Test
    void S23_aWholeRefundMovesTheOrderOnce() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));

        reconcile(id(), refunded(Reversal.State.DONE, 4990));
        reconcile(id(), refunded(Reversal.State.DONE, 4990));

        assertThat(order(id()).status()).isEqualTo(Order.Status.REFUNDED);
        assertThat(notes(id())).hasSize(3);
    }

    @Test
    void anOrderThatIsNotThereIsAValue() {
        Reconciliation reconciled = reconcile(id(), tagged(site()));
        Reconciliation again = reconcile(id(), tagged(site()));

        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        assertThat(again.next()).isEqualTo(reconciled.next());
        assertThat(ledger(id())).usingRecursiveComparison().ignoringFields("at").isEqualTo(reconciled.added());
        assertThat(again.added()).isEmpty();
    }

    private Payment refunded(Reversal.State state, long minor) {
        return new PaymentBuilder(captured(4990))
                .refund("re_Contract" + number, state, minor)
                .made();
    }
}
