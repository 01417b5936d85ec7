package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Bank.Balance;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Journal.Kind;
import dev.payonce.servers.stripe.state.RefundStatus;
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

/** The test of what becomes of a refund after it was made. */
class RefundCoursesTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final AtomicReference<Instant> now = new AtomicReference<>(Sdk.NOW);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(now::get, 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final String paid = stripe.shopper().pay(4990, "eur", Map.of());

    @Test
    void aPendingRefundSucceedsWhenTheClockSaysSo() throws Exception {
        stripe.bank().next(1, Course.pending().thenSucceeds(WEEK));
        Refund refund = refund(990);
        assertThat(refund.getStatus()).isEqualTo("pending");
        assertThat(refund.getPendingReason()).isEqualTo("processing");
        assertThat(stripe.journal().net(paid)).as("promised is as good as gone").isEqualTo(4000);

        now.updateAndGet(time -> time.plus(WEEK.minusSeconds(1)));
        assertThat(read(refund).getStatus()).isEqualTo("pending");
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(1)));
        assertThat(read(refund).getStatus()).isEqualTo("succeeded");

        assertThat(kinds()).containsExactly(Kind.CAPTURED, Kind.REFUND_PENDING, Kind.REFUNDED);
        assertThat(types()).endsWith("refund.created", "charge.refunded", "refund.updated", "charge.refund.updated");
        assertThat(stripe.journal().net(paid)).isEqualTo(4000);
    }

    @Test
    void aSucceededRefundMayFailDaysLaterUnasked() throws Exception {
        stripe.bank().usually(Course.succeeds().thenFails(WEEK));
        Refund refund = refund(990);
        now.updateAndGet(time -> time.plus(WEEK));
        stripe.catchUp();

        assertThat(types()).endsWith("refund.failed", "refund.updated", "charge.refund.updated");
        assertThat(read(refund).getFailureReason()).isEqualTo("declined");
        assertThat(Sdk.whole(sdk, paid).getLatestChargeObject().getAmountRefunded())
                .isZero();
        assertThat(stripe.journal().net(paid)).isEqualTo(4990);
    }

    @Test
    void aStepThatCameTooLateDoesNotHappen() throws Exception {
        stripe.bank().next(1, Course.pending().thenSucceeds(WEEK));
        Refund refund = refund(990);
        stripe.merchant().becomes(refund.getId(), RefundStatus.CANCELED);
        now.updateAndGet(time -> time.plus(WEEK));

        assertThat(read(refund).getStatus()).isEqualTo("canceled");
        assertThat(stripe.journal().net(paid)).isEqualTo(4990);
    }

    @Test
    void aRefundCanFailBeforeItBegan() throws Exception {
        stripe.bank().next(1, Course.fails());

        assertThat(refund(990).getStatus()).isEqualTo("failed");
        assertThat(types()).endsWith("refund.created", "refund.failed");
        assertThat(stripe.journal().net(paid)).isEqualTo(4990);
        assertThat(refund(4990).getStatus()).as("nothing was used up").isEqualTo("succeeded");
    }

    @Test
    void theShopperMayHaveToSayWhereToAndItMayBeCalledOff() throws Exception {
        stripe.bank().next(1, Course.asksShopper());
        Refund refund = refund(990);
        assertThat(refund.getStatus()).isEqualTo("requires_action");
        assertThat(refund.getBalanceTransaction()).isNull();

        stripe.merchant().becomes(refund.getId(), RefundStatus.CANCELED);

        assertThat(types()).endsWith("refund.updated", "charge.refund.updated");
        assertThat(kinds()).containsExactly(Kind.CAPTURED, Kind.REFUND_PENDING, Kind.REFUND_FAILED);
        assertThatThrownBy(() -> stripe.merchant().becomes(refund.getId(), RefundStatus.SUCCEEDED))
                .hasMessageContaining("cannot become");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_REFUND", "REFUND_FAIL"})
    void stripesTestCardsForRefundsDoAsTheyAreKnownFor(TestCard card) throws Exception {
        String intent = sdk.v1().paymentIntents().create(Sdk.buying(8, card)).getId();
        Refund refund = sdk.v1()
                .refunds()
                .create(RefundCreateParams.builder().setPaymentIntent(intent).build());
        boolean pends = card == TestCard.PENDING_REFUND;
        assertThat(refund.getStatus()).isEqualTo(pends ? "pending" : "succeeded");

        now.updateAndGet(time -> time.plus(Duration.ofSeconds(5)));
        assertThat(read(refund).getStatus()).isEqualTo(pends ? "succeeded" : "failed");
    }

    @Test
    void withTooLowABalanceRefundsWaitUntilThereIsMoneyAgain() throws Exception {
        stripe.merchant().balance(Balance.TOO_LOW);
        Refund refund = refund(990);
        assertThat(refund.getStatus()).isEqualTo("pending");
        assertThat(refund.getPendingReason()).isEqualTo("insufficient_funds");
        assertThat(refund.getBalanceTransaction()).isNull();

        stripe.merchant().balance(Balance.ENOUGH);
        assertThat(read(refund).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void withNoBalanceAtAllARefundIsRefusedAndItsKeyRemembersThat() throws Exception {
        stripe.merchant().balance(Balance.SPENT);
        assertThatThrownBy(() -> refund(990)).isInstanceOfSatisfying(InvalidRequestException.class, refused -> {
            assertThat(refused.getCode()).isNull();
            assertThat(refused.getParam()).isNull();
            JsonObject body = refused.getStripeError().getRawJsonObject();
            assertThat(body.getAsJsonObject("error").get("message_code").getAsString())
                    .isEqualTo("insufficient_balance_for_refund");
        });

        stripe.merchant().balance(Balance.ENOUGH);
        assertThatThrownBy(() -> refund(990)).hasMessageContaining("Insufficient funds");
        assertThat(stripe.journal().refunds()).isEmpty();
    }

    @Test
    void aRefusedRefundUsesUpNoPlan() throws Exception {
        stripe.bank().next(1, Course.pending());
        assertThatThrownBy(() -> refund(5000)).isInstanceOf(StripeException.class);

        assertThat(refund(990).getStatus()).isEqualTo("pending");
    }

    private Refund refund(long amount) throws StripeException {
        return sdk.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(paid)
                                .setAmount(amount)
                                .build(),
                        Sdk.key("refund-" + amount));
    }

    private Refund read(Refund refund) throws StripeException {
        return sdk.v1().refunds().retrieve(refund.getId());
    }

    private List<Kind> kinds() {
        return stripe.journal().of(paid).stream().map(Journal.Entry::kind).toList();
    }

    private List<String> types() {
        return stripe.events().of(paid).stream().map(Event::type).toList();
    }
}
