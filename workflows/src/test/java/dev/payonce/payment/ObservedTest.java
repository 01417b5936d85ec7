package dev.payonce.payment;

import static dev.payonce.payment.AnOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decided and written down, and nothing done. */
class ObservedTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final APayment CAPTURED = APayment.stripe("pi_1").tagged().captured();
    private static final APayment SECOND = APayment.stripe("pi_2")
            .tagged("", AnOrder.SITE, AnOrder.NUMBER, AnOrder.KEY, 2)
            .captured();

    private final List<Entry> ledger = new ArrayList<>();
    private Order real = anOrder().made();

    private Settlement sees(APayment... payments) {
        Observation seen = Stream.of(payments)
                .map(payment -> payment.seenAt(NOW).made())
                .map(payment -> Observation.of(Draft.lookup(payment), List.of(payment), Names.NONE))
                .reduce(Observation.NOTHING, Observation::and);
        Ledger before = new Ledger(ledger, Map.of(), List.of());
        Settlement decided = Settlement.of(
                Optional.of(Observed.order(real, before)),
                Orders.Settle.of(real.id(), seen, NOW, "callback evt_1"),
                before,
                Policy.of(AnOrder.SITE),
                NOW);
        decided.entries().stream().filter(line -> !before.has(line.name())).forEach(ledger::add);
        return Observed.settlement(decided);
    }

    private List<String> lines() {
        return ledger.stream().map(Entry::name).toList();
    }

    private Comparison.Verdict verdict() {
        return Comparison.of(real.id().number(), ledger, Optional.of(real)).verdict();
    }

    @Test
    void whatWouldBePaidIsDecidedOnceHoweverOftenItIsSeen() {
        sees(CAPTURED);
        List<String> once = lines();
        assertThat(once).contains("paid");

        sees(CAPTURED);
        sees(CAPTURED);

        assertThat(lines()).isEqualTo(once);
        assertThat(verdict()).isEqualTo(Comparison.Verdict.PAID_UNNOTICED);
    }

    @Test
    void whatFollowsFromItIsDecidedToo() {
        sees(CAPTURED);
        sees(CAPTURED.refund("re_1", Payment.Return.State.DONE, 4990));

        assertThat(Observed.status(real, new Ledger(ledger, Map.of(), List.of())))
                .contains(Status.REFUNDED);
    }

    @Test
    void onceTheShopHasDoneTheSameBothAgree() {
        sees(CAPTURED);
        real = anOrder().paidBy("pi_1").made();

        sees(CAPTURED);

        assertThat(lines()).doesNotContain("paid#2");
        assertThat(verdict()).isEqualTo(Comparison.Verdict.SAME);
        real = new AnOrder(real).status(Status.COMPLETED).made();
        assertThat(verdict()).isEqualTo(Comparison.Verdict.SAME);
    }

    @Test
    void aSecondPaymentWouldBeGivenBackAndIsNot() {
        sees(CAPTURED);

        Settlement settled = sees(CAPTURED, SECOND);

        assertThat(settled.due()).isEmpty();
        real = anOrder().paidBy("pi_1").made();
        assertThat(verdict()).isIn(Comparison.Verdict.WOULD_MOVE_MONEY, Comparison.Verdict.WOULD_ASK);
    }

    @Test
    void anOrderThatIsPaidWithoutAnyCapturedPaymentIsTold() {
        sees(APayment.stripe("pi_1").tagged().declined("card_declined"));
        real = anOrder().paidBy().made();

        assertThat(verdict()).isEqualTo(Comparison.Verdict.PAID_UNSEEN);
    }

    @Test
    void theGatewayIsNeverTouched() {
        Gateway real = new Gateway() {
            @Override
            public Observation find(Lookup what) {
                return Observation.NOTHING;
            }

            @Override
            public Outcome carryOut(Operation operation) {
                throw new AssertionError("sent " + operation);
            }
        };
        Ticket ticket = new Ticket(1, this.real.id(), AnOrder.KEY, AnOrder.SITE, "stripe", Ticket.SHAPE, NOW, NOW);

        assertThat(new ObservedGateway(real).carryOut(new Operation.Void(ticket, "pi_1")))
                .isEqualTo(new Outcome.Refused(1, "observing"));
    }
}
