package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;

/** The contract of every implementation of {@code Orders}, seen through the port and through the order itself. */
public abstract class OrdersContract {

    private static final AtomicLong LAST = new AtomicLong(41_000);

    /** Each test takes an order of its own, so that tests may share a store. */
    protected final long number = LAST.incrementAndGet();

    protected final String rawKey = "wc_order_k" + number;
    protected final String intent = "pi_Contract" + number;
    protected final String charge = "ch_Contract" + number;

    protected abstract Orders orders();

    /** Returns the history of the same ledger. */
    protected abstract PaymentHistory timelines();

    protected abstract Clock clock();

    protected abstract String store();

    /** Returns the shop's address. */
    protected abstract String site();

    /** Puts an order into the store, or another one in its place, as WooCommerce would. */
    protected abstract void given(OrderId id, String rawKey, Order.Status status, Money total);

    /** Lets another plugin record a gateway's id on the order, before it is paid. */
    protected abstract void recorded(OrderId id, String intent);

    /** Moves the order behind Payonce's back, as PHP does. */
    protected abstract void moved(OrderId id, Order.Status to);

    /** Returns the order's present state. */
    protected abstract Order order(OrderId id);

    /** Returns the order's notes, oldest first. */
    protected abstract List<String> notes(OrderId id);

    /** Returns the ledger's lines of the order that has this number now, oldest first. */
    protected abstract List<Entry> ledger(OrderId id);

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
    void whatWasWrittenIsReadBackAsItWas() {
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
        assertThat(notes(id())).isEmpty();
    }

    @Test
    void S31_anotherOrderUnderTheSameNumberKnowsNothingOfTheFirst() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));

        given(id(), rawKey + "restored", Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));
        assertThat(order(id()).status()).isEqualTo(Order.Status.PENDING);
        assertThat(ledger(id())).extracting(Entry::name).doesNotContain("paid");

        reconcile(id(), payment("x", 4990, Optional.empty(), Optional.of(claim(rawKey + "restored", "", site()))));
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

        assertThat(notes(id())).hasSize(before + 2).last().asString().contains("failed");
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

    @Test
    void aPaymentWithOurTagIsFoundByIt() {
        assertThat(orders().match(List.of(tagged(site())))).isEqualTo(new Orders.Match.Found(id()));
    }

    @Test
    void S32_aTagOrAClaimThatNamesAnotherShopIsNotOurs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        Payment elsewhere = claiming(rawKey, Long.toString(number), "https://staging.example");

        assertThat(orders().match(List.of(tagged("https://staging.example")))).isInstanceOf(Orders.Match.NotOurs.class);
        assertThat(orders().match(List.of(elsewhere))).isInstanceOf(Orders.Match.NotOurs.class);
    }

    @Test
    void anOrdersOwnKeyProvesWhoseAPaymentIs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        assertThat(orders().match(List.of(claiming(rawKey, Long.toString(number), site()))))
                .isEqualTo(new Orders.Match.Found(id()));
        assertThat(orders().match(List.of(claiming(rawKey, "R-2026-17", site()))))
                .isEqualTo(new Orders.Match.Found(id()));
    }

    @Test
    void anOrdersNumberAloneProvesNothing() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        assertThat(orders().match(List.of(claiming("wc_order_other", Long.toString(number), site()))))
                .isInstanceOf(Orders.Match.NotYet.class);
    }

    @Test
    void aNameOnTheOrderProvesWhoseAPaymentIs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        Payment bare = payment("", 4990, Optional.empty(), Optional.empty());
        assertThat(orders().match(List.of(bare))).isInstanceOf(Orders.Match.NotYet.class);

        recorded(id(), intent);

        assertThat(orders().match(List.of(bare))).isEqualTo(new Orders.Match.Found(id()));
    }

    /** Renewals and copied orders bear the id of their parent's payment, which names the parent without its key. */
    @Test
    void F14_anIdWhosePaymentNamesAnotherOrderProvesNothing() {
        long parent = LAST.incrementAndGet();
        given(new OrderId(store(), parent), "wc_order_k" + parent, Order.Status.PROCESSING, euros(4990));
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        recorded(id(), intent);

        reconcile(id(), naming(Long.toString(parent)));

        assertThat(order(id()).status()).isEqualTo(Order.Status.PENDING);
        assertThat(ledger(id())).isEmpty();
    }

    /** A numbering plugin made that number up, or it is the order's own. */
    @ParameterizedTest
    @ValueSource(strings = {"999999999", "2026-0017", "own"})
    void F14_aNumberThatNoOtherOrderHasLeavesTheProof(String claimed) {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        recorded(id(), intent);

        reconcile(id(), naming(claimed.equals("own") ? Long.toString(number) : claimed));

        assertThat(order(id()).status()).isEqualTo(Order.Status.PROCESSING);
    }

    private Payment naming(String number) {
        return payment(
                "",
                4990,
                Optional.empty(),
                Optional.of(new Payment.Claim("", number, Fingerprint.ofSite(site()))));
    }

    @Test
    void aNameInTheLedgerProvesWhoseAPaymentIs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));
        moved(id(), Order.Status.REFUNDED);

        Payment bare = payment("", 4990, Optional.empty(), Optional.empty());

        assertThat(orders().match(List.of(bare))).isEqualTo(new Orders.Match.Found(id()));
    }

    protected final OrderId id() {
        return new OrderId(store(), number);
    }

    protected final Reconciliation reconcile(OrderId order, Payment... seen) {
        Lookup asked = new Lookup("stripe", ExternalIds.of(intent));
        Observation observation = Observation.of(asked, List.of(seen), ExternalIds.NONE);
        return orders().reconcile(ReconcileCommand.of(order, observation, clock().instant(), "callback evt_Contract"));
    }

    /** Returns a payment of this test's order by the shop's existing plugin. */
    protected final Payment captured(long minor) {
        return payment("", minor, Optional.empty(), Optional.of(claim(rawKey, "" + number, site())));
    }

    private Payment refunded(Reversal.State state, long minor) {
        return new PaymentBuilder(captured(4990))
                .back(new Reversal(
                        "re_Contract" + number,
                        Reversal.Kind.REFUND,
                        state,
                        euros(minor),
                        Optional.empty(),
                        Optional.empty()))
                .made();
    }

    protected static Money euros(long minor) {
        return new Money(minor, "EUR");
    }

    private Payment tagged(String site) {
        Payment.Tag tag = new Payment.Tag(store(), Fingerprint.ofSite(site), number, Fingerprint.ofOrderKey(rawKey), 1);
        return payment("", 4990, Optional.of(tag), Optional.empty());
    }

    private Payment claiming(String key, String number, String site) {
        return payment("", 4990, Optional.empty(), Optional.of(claim(key, number, site)));
    }

    private static Payment.Claim claim(String key, String number, String site) {
        return new Payment.Claim(Fingerprint.ofOrderKey(key), number, Fingerprint.ofSite(site));
    }

    /** @param other makes it another payment than the rest of this test's */
    private Payment payment(String other, long minor, Optional<Payment.Tag> tag, Optional<Payment.Claim> claim) {
        return new Payment(
                "stripe",
                intent + other,
                charge + other,
                ExternalIds.of(intent + other, charge + other),
                tag,
                claim,
                Stage.CAPTURED,
                Payment.WaitsFor.NOTHING,
                Optional.empty(),
                euros(minor),
                euros(minor),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                clock().instant());
    }
}
