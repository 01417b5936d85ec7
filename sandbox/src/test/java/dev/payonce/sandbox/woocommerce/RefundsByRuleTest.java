package dev.payonce.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Names;
import dev.payonce.order.OrderId;
import dev.payonce.payment.APayment;
import dev.payonce.payment.Hands;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Next;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Outcome;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Policy;
import dev.payonce.payment.Question;
import dev.payonce.payment.Request;
import dev.payonce.payment.Settlement;
import dev.payonce.sandbox.store.Note;
import dev.payonce.woocommerce.MySqlOrders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Second payments on a real MySQL: each goes back once, and of all orders only so many an hour. */
class RefundsByRuleTest {

    private static Bench bench;

    /** Never in the past of the rows that others write. */
    private final Hands clock = new Hands(Instant.now());

    @BeforeAll
    static void open() {
        bench = Bench.open("byrule");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void anHourLater() {
        bench.store.sql().sql("DELETE FROM byrule_ledger.payonce_refund").update();
    }

    @Test
    void S02_theSecondPaymentGoesBackOnceWithANoteForTheDecisionAndOneForTheRefund() {
        MySqlOrders orders = allowing(20);
        OrderId id = paidByTheSecondOfTwo(orders, 801);

        Settlement first = bothSeen(orders, id);
        Settlement again = bothSeen(orders, id);

        assertThat(first.due()).hasSize(1);
        assertThat(again.due()).isEqualTo(first.due());
        Operation.Refund refund = (Operation.Refund) first.due().getFirst();
        Payment back = new APayment(captured(id, 1))
                .back(new Return(
                        "re_801",
                        Return.Kind.REFUND,
                        Return.State.DONE,
                        refund.money(),
                        Optional.of(refund.number()),
                        Optional.empty()))
                .made();
        Outcome done = new Outcome.Seen(refund.number(), back);
        orders.settle(Orders.Settle.of(id, Observation.of(done), clock.instant(), "test"));
        orders.settle(Orders.Settle.of(id, Observation.of(done), clock.instant(), "test"));

        assertThat(bench.store.notes(801))
                .extracting(Note::text)
                .hasSize(3)
                .endsWith(
                        "The order was paid twice: 49.90 EUR of pi_801_1 are being given back via stripe.",
                        "Refund re_801: 49.90 EUR of pi_801_1 given back via stripe.");
        assertThat(bench.status(id)).isEqualTo("wc-processing");
        assertThat(counted("extra", "done")).isEqualTo(1);
    }

    @Test
    void ofManyOrdersAtOnceExactlyAsManyGoBackAsTheMerchantAllowsAndTheOthersAreAskedAbout() throws Exception {
        MySqlOrders orders = allowing(3);
        List<OrderId> ids = LongStream.range(810, 818)
                .mapToObj(number -> paidByTheSecondOfTwo(orders, number))
                .toList();

        List<Settlement> settled = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Settlement>> all = ids.stream()
                    .<Callable<Settlement>>map(id -> () -> bothSeen(orders, id))
                    .toList();
            for (Future<Settlement> one : threads.invokeAll(all)) {
                settled.add(one.get());
            }
        }

        assertThat(settled).filteredOn(one -> one.due().size() == 1).hasSize(3);
        assertThat(settled)
                .filteredOn(one -> one.next() instanceof Next.Ask(var question, var _)
                        && question.reason() == Question.Reason.REFUND_DUE)
                .hasSize(5);
        assertThat(bench.count("SELECT COUNT(*) FROM byrule_ledger.payonce_refund"))
                .isEqualTo(3);
    }

    @Test
    void whatWasDecidedMoreThanAnHourAgoCountsNoMore() {
        MySqlOrders orders = allowing(1);
        bothSeen(orders, paidByTheSecondOfTwo(orders, 830));
        bench.store
                .sql()
                .sql("UPDATE byrule_ledger.payonce_refund SET at = UTC_TIMESTAMP(6) - INTERVAL 61 MINUTE")
                .update();

        assertThat(bothSeen(orders, paidByTheSecondOfTwo(orders, 831)).due()).hasSize(1);
        assertThat(bothSeen(orders, paidByTheSecondOfTwo(orders, 832)).due()).isEmpty();
    }

    private static double counted(String cause, String state) {
        return bench.metrics
                .counter("payonce.returns", "kind", "refund", "cause", cause, "state", state)
                .count();
    }

    private MySqlOrders allowing(int refundsPerHour) {
        Policy.Terms terms = new Policy.Terms(
                Policy.LateSuccess.REOPEN, Policy.ExtraPayment.REFUND, refundsPerHour, Policy.Disputes.STATUS);
        return new MySqlOrders(bench.database, bench.settings, bench.guard, terms, clock, bench.metrics);
    }

    /** Its first charge is believed never to have arrived. */
    private OrderId paidByTheSecondOfTwo(MySqlOrders orders, long number) {
        OrderId id = bench.pending(number);
        orders.settle(command(id, Observation.NOTHING, pay(number, 1)));
        Settlement unknown =
                orders.settle(command(id, Observation.of(new Outcome.Unknown(1, "too-late", false)), pay(number, 1)));
        Lookup mark = ((Next.Look) unknown.next()).what().getFirst();
        clock.pass(Policy.ABSENT_AFTER);
        orders.settle(command(id, Observation.of(mark, List.of(), mark.objects())));
        orders.settle(command(id, Observation.NOTHING, pay(number, 2)));
        orders.settle(command(id, Observation.of(new Outcome.Seen(2, captured(id, 2))), pay(number, 2)));
        assertThat(bench.status(id)).isEqualTo("wc-processing");
        return id;
    }

    /** After all the first charge took the money, too. */
    private Settlement bothSeen(MySqlOrders orders, OrderId id) {
        List<Payment> both = List.of(captured(id, 1), captured(id, 2));
        Names names = both.stream().map(Payment::names).reduce(Names.NONE, Names::and);
        return orders.settle(command(id, Observation.of(new Lookup("stripe", names), both, Names.NONE)));
    }

    private Payment captured(OrderId id, int operation) {
        return APayment.of("pi_" + id.number() + "_" + operation, new Money(4990, "EUR"))
                .tagged(
                        "",
                        Fingerprint.ofSite(Bench.SITE),
                        id.number(),
                        Fingerprint.ofOrderKey(Bench.key(id.number())),
                        operation)
                .captured()
                .seenAt(clock.instant())
                .made();
    }

    private static Request pay(long order, int attempt) {
        return new Request.Pay("byrule-" + order + "-" + attempt, "stripe", "pm_visa", false, "", false);
    }

    private Orders.Settle command(OrderId id, Observation seen, Request... requests) {
        return new Orders.Settle(id, seen, clock.instant(), List.of(requests), List.of(), "test");
    }
}
