package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.model.PaymentIntent;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The actions that a shopper takes days later: vouchers, bank transfers, small deposits. */
class LastingActionsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Sdk.NOW);
    private final Instant made = now.get();

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(now::get, 1, Sdk.KEY);

    private final Shopper shopper = stripe.shopper();

    @Test
    void aVoucherSaysWhenItExpires() throws Exception {
        PaymentIntent.NextAction oxxo = read(waiting(TestCard.OXXO)).getNextAction();
        PaymentIntent.NextAction konbini = read(waiting(TestCard.KONBINI)).getNextAction();

        assertThat(oxxo.getType()).isEqualTo("oxxo_display_details");
        assertThat(oxxo.getOxxoDisplayDetails().getExpiresAfter())
                .isEqualTo(made.plus(Duration.ofDays(3)).getEpochSecond());
        assertThat(konbini.getKonbiniDisplayDetails().getExpiresAt())
                .isEqualTo(made.plus(Duration.ofDays(4)).getEpochSecond());
    }

    @ParameterizedTest
    @EnumSource(
            value = TestCard.class,
            names = {"OXXO", "BOLETO", "KONBINI", "BANK_TRANSFER"})
    void aShopperMayPayInTheLastHour(TestCard method) throws Exception {
        String intent = waiting(method);
        now.updateAndGet(time -> time.plus(Duration.ofDays(2).plusHours(23)));
        assertThat(read(intent).getStatus()).isEqualTo("requires_action");

        shopper.acts(intent);

        assertThat(read(intent).getStatus()).isEqualTo("succeeded");
        assertThat(stripe.journal().captured(intent)).isEqualTo(4990);
        now.updateAndGet(time -> time.plus(Duration.ofDays(9)));
        assertThat(read(intent).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void anExpiredVoucherWantsAnotherMethod() throws Exception {
        String intent = waiting(TestCard.BOLETO);
        now.updateAndGet(time -> time.plus(Duration.ofDays(3)));

        PaymentIntent expired = read(intent);

        assertThat(expired.getStatus()).isEqualTo("requires_payment_method");
        assertThat(expired.getLastPaymentError().getCode()).isEqualTo("payment_intent_payment_attempt_expired");
        assertThat(types(intent)).endsWith("payment_intent.payment_failed");
        assertThatThrownBy(() -> shopper.acts(intent)).hasMessageContaining("requires_payment_method");
    }

    @Test
    void aTransferAndDepositsNeverExpire() throws Exception {
        String transfer = waiting(TestCard.BANK_TRANSFER);
        String deposits = waiting(TestCard.MICRO_DEPOSITS);
        now.updateAndGet(time -> time.plus(Duration.ofDays(60)));

        assertThat(read(transfer).getNextAction().getType()).isEqualTo("display_bank_transfer_instructions");
        assertThat(read(deposits).getNextAction().getType()).isEqualTo("verify_with_microdeposits");
    }

    @Test
    void afterDepositsABankDebitBegins() throws Exception {
        String intent = waiting(TestCard.MICRO_DEPOSITS);
        shopper.acts(intent);
        assertThat(read(intent).getStatus()).isEqualTo("processing");

        shopper.clear(intent, true);

        assertThat(read(intent).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aPartOfAnAuthorizationStaysCapturedAndCanGoBack() throws Exception {
        String intent = stripe.shopper().authorizeParts(4990, "eur", Map.of());
        shopper.capturePart(intent, 2000);
        shopper.cancel(intent);

        PaymentIntent closed = read(intent);
        assertThat(closed.getStatus()).isEqualTo("canceled");
        assertThat(closed.getAmountReceived()).isEqualTo(2000);
        shopper.refundFromDashboard(intent, 2000);
        assertThat(stripe.journal().net(intent)).isZero();
    }

    @Test
    void aVoidIsRefusedWhileTheBankHasTheDebit() {
        String debit = waiting(TestCard.SEPA_DEBIT);

        assertThatThrownBy(() -> shopper.cancel(debit)).hasMessageContaining("processing");
    }

    @Test
    void aPreventedDisputeIsClosedAndTakesNothing() throws Exception {
        String intent = shopper.pay(4990, "eur", Map.of());
        String dispute = stripe.merchant().preventDispute(intent);

        assertThat(Sdk.of(stripe).v1().disputes().retrieve(dispute).getStatus()).isEqualTo("prevented");
        assertThat(stripe.journal().net(intent)).isEqualTo(4990);
        shopper.refundFromDashboard(intent, 100);
    }

    private String waiting(TestCard method) {
        String intent = shopper.open(4990, "eur", Map.of());
        shopper.confirm(intent, method);
        return intent;
    }

    private PaymentIntent read(String intent) throws Exception {
        return Sdk.whole(Sdk.of(stripe), intent);
    }

    private List<String> types(String intent) {
        return stripe.events().of(intent).stream().map(Event::type).toList();
    }
}
