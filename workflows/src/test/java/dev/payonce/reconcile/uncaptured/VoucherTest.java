package dev.payonce.reconcile.uncaptured;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of vouchers, which a shopper pays in the next days. */
class VoucherTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final PaymentBuilder voucher =
            stripe("pi_1").stage(Stage.PENDING, WaitsFor.SHOPPER).tagged();

    @Test
    void D11_theOrderIsHeldAndNothingIsVoidedForAsLongAsTheGatewayDoesNotCloseIt() {
        Given given = given(anOrder());
        PaymentBuilder untilInThreeDays = voucher.until(given.now().plus(Duration.ofDays(3)));
        given.sees(untilInThreeDays);

        for (int days = 0; days < 4; days++) {
            Reconciliation reconciled = given.after(A_DAY).sees(untilInThreeDays);
            assertThat(reconciled.due()).isEmpty();
            assertThat(reconciled.next()).isEqualTo(refresh(Policy.LONG_REFRESH, "pi_1"));
        }

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void D11_theOrderFailsWhenTheGatewaySaysThatTheVoucherHasExpired() {
        Given given = given(anOrder());
        given.sees(voucher);

        given.after(A_DAY)
                .sees(stripe("pi_1")
                        .declined("payment_intent_payment_attempt_expired")
                        .tagged());

        assertThat(given.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void D11_aVoucherIsVoidedWhenAnotherPaymentHasPaid() {
        Given given = given(anOrder());
        given.sees(voucher);
        given.sees(stripe("pi_2").captured().claimed());

        assertThat(voided(given.sees(voucher))).containsExactly("pi_1");
    }

    @Test
    void D11_aVoucherOfACancelledOrderIsVoidedAndAnotherPluginsIsLeftAlone() {
        Given given = given(anOrder().status(Status.CANCELLED));

        assertThat(voided(given.sees(voucher))).containsExactly("pi_1");
        assertThat(given(anOrder().status(Status.CANCELLED))
                        .sees(stripe("pi_1")
                                .stage(Stage.PENDING, WaitsFor.SHOPPER)
                                .claimed())
                        .due())
                .isEmpty();
    }

    /** Else the voucher that he asked for is never shown. */
    @Test
    void D11_aShopperHasToActAndAgainAfterTheReturn() {
        Given given = charged();

        Reconciliation again =
                given.reconciles(given.observed(Duration.ZERO, voucher), List.of(pay("k2", "pm_1")), List.of());

        assertThat(again.results().get("k2").word()).isEqualTo("action_required");
        assertThat(again.due()).isEmpty();
    }

    @Test
    void D11_theVoucherIsVoidedFirstWhenTheShopperTakesAnotherMethod() {
        Given given = charged();

        Reconciliation other =
                given.reconciles(given.observed(Duration.ZERO, voucher), List.of(pay("k2", "pm_2")), List.of());

        assertThat(voided(other)).containsExactly("pi_1");
        assertThat(other.results().get("k2").word()).isEqualTo("observing");
    }

    private Given charged() {
        Given given = given(anOrder());
        given.asks(pay("k1", "pm_1"));
        given.reconciles(given.observed(Duration.ZERO, voucher)
                .and(Observation.of(
                        new Outcome.Seen(1, voucher.seenAt(given.now()).made()))));
        return given;
    }

    private static Request pay(String key, String method) {
        return new Request.Pay(key, "stripe", method, false, "", false, "");
    }

    private static List<String> voided(Reconciliation reconciled) {
        return reconciled.due().stream()
                .map(operation -> ((Operation.Void) operation).payment())
                .toList();
    }
}
