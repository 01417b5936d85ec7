package dev.payonce.reconcile;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowGateway;
import dev.payonce.shadow.ShadowRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that shadow mode decides and records, and changes nothing. */
class ShadowRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final PaymentBuilder CAPTURED =
            PaymentBuilder.stripe("pi_1").tagged().captured();
    private static final PaymentBuilder SECOND = PaymentBuilder.stripe("pi_2")
            .tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 2)
            .captured();

    private final List<Entry> ledger = new ArrayList<>();
    private Order real = anOrder().made();

    private Reconciliation sees(PaymentBuilder... payments) {
        Observation seen = Stream.of(payments)
                .map(payment -> payment.seenAt(NOW).made())
                .map(payment -> Observation.of(Lookup.of(payment), List.of(payment), ExternalIds.NONE))
                .reduce(Observation.NOTHING, Observation::and);
        Ledger before = Ledger.of(ledger);
        Reconciliation decided = ReconciliationRules.reconcile(
                Optional.of(ShadowRules.order(real, before)),
                new ReconcileCommand(real.id(), seen, NOW, List.of(), List.of(), "callback evt_1"),
                before,
                new Policy(OrderBuilder.SITE, ExternalIds.of(OrderBuilder.SITE), Policy.Terms.DEFAULT),
                NOW);
        ledger.addAll(decided.added());
        return ShadowRules.reconciliation(decided);
    }

    private List<String> lines() {
        return ledger.stream().map(Entry::name).toList();
    }

    private ShadowFinding.Verdict verdict() {
        return ShadowFinding.of(real.id().number(), ledger, Optional.of(real)).verdict();
    }

    @Test
    void anOrderThatWouldBePaidIsDecidedOnceHoweverOftenItIsSeen() {
        sees(CAPTURED);
        List<String> once = lines();
        assertThat(once).contains("paid");

        sees(CAPTURED);
        sees(CAPTURED);

        assertThat(lines()).isEqualTo(once);
        assertThat(verdict()).isEqualTo(ShadowFinding.Verdict.PAID_UNNOTICED);
    }

    @Test
    void theNextStatusIsDecidedToo() {
        sees(CAPTURED);
        sees(CAPTURED.refund("re_1", Reversal.State.DONE, 4990));

        assertThat(ShadowRules.status(real, Ledger.of(ledger))).contains(Status.REFUNDED);
    }

    @Test
    void onceTheShopHasDoneTheSameBothAgree() {
        sees(CAPTURED);
        real = anOrder().paidBy("pi_1").made();

        sees(CAPTURED);

        assertThat(lines()).doesNotContain("paid#2");
        assertThat(verdict()).isEqualTo(ShadowFinding.Verdict.SAME);
        real = new OrderBuilder(real).status(Status.COMPLETED).made();
        assertThat(verdict()).isEqualTo(ShadowFinding.Verdict.SAME);
    }

    @Test
    void aSecondPaymentWouldBeGivenBackAndIsNot() {
        sees(CAPTURED);

        Reconciliation reconciled = sees(CAPTURED, SECOND);

        assertThat(reconciled.due()).isEmpty();
        real = anOrder().paidBy("pi_1").made();
        assertThat(verdict()).isIn(ShadowFinding.Verdict.WOULD_MOVE_MONEY, ShadowFinding.Verdict.WOULD_NEED_REVIEW);
    }

    @Test
    void anOrderThatIsPaidWithoutAnyCapturedPaymentIsReported() {
        sees(PaymentBuilder.stripe("pi_1").tagged().declined("card_declined"));
        real = anOrder().paidBy().made();

        assertThat(verdict()).isEqualTo(ShadowFinding.Verdict.PAID_UNSEEN);
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
        OperationHeader header = new OperationHeader(
                1, this.real.id(), OrderBuilder.KEY, OrderBuilder.SITE, "stripe", OperationHeader.SHAPE, NOW, NOW);

        assertThat(new ShadowGateway(real).carryOut(new Operation.Void(header, "pi_1")))
                .isEqualTo(new Outcome.Refused(1, "shadow_mode"));
    }
}
