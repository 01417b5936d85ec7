package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.servers.store.Note;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of duplicate payments on a real MySQL: each is refunded once, and at most N orders an hour are. */
class AutomaticRefundsTest {

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("byrule");

    /** Never in the past of the rows that others write. */
    private Instant now = Instant.now();

    @BeforeEach
    void anHourLater() {
        fixture.store.sql().sql("DELETE FROM byrule_ledger.payonce_refund").update();
    }

    @Test
    void S02_theSecondPaymentGoesBackOnceWithANoteForTheDecisionAndOneForTheRefund() {
        MySqlOrders orders = allowing(20);
        OrderId id = paidByTheSecondOfTwo(orders, 801);

        Reconciliation first = bothSeen(orders, id);
        Reconciliation again = bothSeen(orders, id);

        assertThat(first.due()).hasSize(1);
        assertThat(again.due()).isEqualTo(first.due());
        Operation.Refund refund = (Operation.Refund) first.due().getFirst();
        Payment back = new PaymentBuilder(captured(id, 1))
                .back(new Reversal(
                        "re_801",
                        Reversal.Kind.REFUND,
                        Reversal.State.DONE,
                        refund.money(),
                        Optional.of(refund.number()),
                        Optional.empty()))
                .made();
        Outcome done = new Outcome.Seen(refund.number(), back);
        orders.reconcile(new ReconcileCommand(id, Observation.of(done), now, List.of(), List.of(), "test"));
        orders.reconcile(new ReconcileCommand(id, Observation.of(done), now, List.of(), List.of(), "test"));

        assertThat(fixture.store.notes(801))
                .extracting(Note::text)
                .hasSize(3)
                .endsWith(
                        "Duplicate payment: 49.90 EUR of pi_801_1 is being refunded via stripe.",
                        "Refund re_801: 49.90 EUR of pi_801_1 refunded via stripe.");
        assertThat(fixture.status(id)).isEqualTo("wc-processing");
        assertThat(counted("duplicate", "done")).isEqualTo(1);
    }

    @Test
    void ofManyOrdersAtOnceTheAllowedNumberIsRefundedAndTheOthersAreReviewed() throws Exception {
        MySqlOrders orders = allowing(3);
        List<OrderId> ids = LongStream.range(810, 818)
                .mapToObj(number -> paidByTheSecondOfTwo(orders, number))
                .toList();

        List<Reconciliation> reconciled = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Reconciliation>> all = ids.stream()
                    .<Callable<Reconciliation>>map(id -> () -> bothSeen(orders, id))
                    .toList();
            for (Future<Reconciliation> one : threads.invokeAll(all)) {
                reconciled.add(one.get());
            }
        }

        assertThat(reconciled).filteredOn(one -> one.due().size() == 1).hasSize(3);
        assertThat(reconciled)
                .filteredOn(one -> one.next() instanceof Next.NeedsReview(var review, var _)
                        && review.reason() == Review.Reason.REFUND_DUE)
                .hasSize(5);
        assertThat(fixture.count("SELECT COUNT(*) FROM byrule_ledger.payonce_refund"))
                .isEqualTo(3);
    }

    @Test
    void refundsDecidedMoreThanAnHourAgoCountNoMore() {
        MySqlOrders orders = allowing(1);
        bothSeen(orders, paidByTheSecondOfTwo(orders, 830));
        fixture.store
                .sql()
                .sql("UPDATE byrule_ledger.payonce_refund SET at = UTC_TIMESTAMP(6) - INTERVAL 61 MINUTE")
                .update();

        assertThat(bothSeen(orders, paidByTheSecondOfTwo(orders, 831)).due()).hasSize(1);
        assertThat(bothSeen(orders, paidByTheSecondOfTwo(orders, 832)).due()).isEmpty();
    }

    private static double counted(String cause, String state) {
        return fixture.metrics
                .counter("payonce.reversals", "kind", "refund", "cause", cause, "state", state)
                .count();
    }

    private MySqlOrders allowing(int refundsPerHour) {
        Policy.Terms terms = Given.terms(
                Policy.LateSuccess.REOPEN, Policy.DuplicatePayment.REFUND, refundsPerHour, Policy.Disputes.STATUS);
        InstantSource clock = () -> now;
        return new MySqlOrders(
                fixture.database,
                fixture.settings,
                fixture.guard,
                terms,
                clock.withZone(ZoneOffset.UTC),
                fixture.metrics);
    }

    /** Pays an order by the second of two payments, after the first charge was taken for lost. */
    private OrderId paidByTheSecondOfTwo(MySqlOrders orders, long number) {
        OrderId id = fixture.pending(number);
        orders.reconcile(command(id, Observation.NOTHING, pay(number, 1)));
        Reconciliation unknown = orders.reconcile(
                command(id, Observation.of(new Outcome.Unknown(1, "too-late", false)), pay(number, 1)));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        now = now.plus(Policy.ABSENT_AFTER);
        orders.reconcile(command(id, Observation.of(mark, List.of(), mark.objects())));
        orders.reconcile(command(id, Observation.NOTHING, pay(number, 2)));
        orders.reconcile(command(id, Observation.of(new Outcome.Seen(2, captured(id, 2))), pay(number, 2)));
        assertThat(fixture.status(id)).isEqualTo("wc-processing");
        return id;
    }

    /** Reconciles with both payments, since the first charge has captured after all. */
    private Reconciliation bothSeen(MySqlOrders orders, OrderId id) {
        List<Payment> both = List.of(captured(id, 1), captured(id, 2));
        ExternalIds externalIds = both.stream().map(Payment::externalIds).reduce(ExternalIds.NONE, ExternalIds::and);
        return orders.reconcile(command(id, Observation.of(new Lookup("stripe", externalIds), both, ExternalIds.NONE)));
    }

    private Payment captured(OrderId id, int operation) {
        return PaymentBuilder.of("pi_" + id.number() + "_" + operation, new Money(4990, "EUR"))
                .tagged(
                        "",
                        Fingerprint.ofSite(StoreFixture.SITE),
                        id.number(),
                        Fingerprint.ofOrderKey(StoreFixture.key(id.number())),
                        operation)
                .captured()
                .seenAt(now)
                .made();
    }

    private static Request pay(long order, int attempt) {
        return new Request.Pay("byrule-" + order + "-" + attempt, "stripe", "pm_visa", false, "", false, "");
    }

    private ReconcileCommand command(OrderId id, Observation seen, Request... requests) {
        return new ReconcileCommand(id, seen, now, Given.received(List.of(requests), now), List.of(), "test");
    }
}
