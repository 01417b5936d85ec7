package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.RetryAdvice.Way;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of renewals: charges without a shopper, whose answers a subscription's retry rules read. */
class RenewalsTest {

    private static final Optional<MethodUse> CUSTOMER = Optional.of(new MethodUse("cus_1", MethodUse.Save.NONE, false));

    private final Given given = given(anOrder());

    @Test
    void aSecondHookWithAnotherKeyJoinsTheChargeOfTheFirst() {
        Reconciliation both = given.asks(renewal("k1"), renewal("k2"));

        assertThat(both.due()).hasSize(1);
        Reconciliation paid = given.comesTo(given.outcome(made(both).captured()), renewal("k1"), renewal("k2"));

        assertThat(paid.results().get("k1")).isEqualTo(paid.results().get("k2"));
        assertThat(paid.results().get("k1").word()).isEqualTo("paid");
    }

    @Test
    void aHookAfterTheRenewalIsPaidIsAnsweredPaidAndChargesNothing() {
        Reconciliation first = given.asks(renewal("k1"));
        given.comesTo(given.outcome(made(first).captured()), renewal("k1"));

        Reconciliation again = given.asks(renewal("k2"));

        assertThat(again.due()).isEmpty();
        assertThat(again.results().get("k2").word()).isEqualTo("paid");
    }

    @Test
    void aBankThatWantsTheShopperIsAnActionAndThePaymentPaysLater() {
        PaymentBuilder wanted =
                made(given.asks(renewal("k1"))).declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));

        Reconciliation declined = given.comesTo(given.outcome(wanted), renewal("k1"));
        assertThat(declined.results().get("k1")).isInstanceOf(PaymentResult.Action.class);
        assertThat(declined.results().get("k1").of().payment()).isEqualTo("pi_1");
        assertThat(given.status()).isEqualTo(Status.FAILED);

        Reconciliation paid = given.reconciles(given.observed(Duration.ZERO, wanted.captured()));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(paid.results().get("k1").word()).isEqualTo("paid");
    }

    @Test
    void theSameDeclineOfAShopperWhoIsThereIsADecline() {
        Request.Pay there = new Request.Pay("k1", "stripe", "pm_1", false, "", false, "", CUSTOMER);
        PaymentBuilder wanted =
                made(given.asks(there)).declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));

        PaymentResult result =
                given.comesTo(given.outcome(wanted), there).results().get("k1");

        assertThat(result.word()).isEqualTo("declined");
        assertThat(((PaymentResult.Final) result).retry())
                .contains(new PaymentResult.Retry(Way.AUTHENTICATE, Optional.empty()));
    }

    @Test
    void anActionOfAPaymentThatIsClosedIsADecline() {
        PaymentBuilder wanted =
                made(given.asks(renewal("k1"))).declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));
        given.comesTo(given.outcome(wanted), renewal("k1"));

        Reconciliation closed = given.reconciles(given.observed(Duration.ZERO, wanted.stage(Stage.CLOSED)));

        assertThat(closed.results().get("k1").word()).isEqualTo("declined");
    }

    @Test
    void theShopperWhoPaysTheRenewalInTheShopByTheSameCardConfirmsTheSamePayment() {
        PaymentBuilder wanted =
                made(given.asks(renewal("k1"))).declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));
        given.comesTo(given.outcome(wanted), renewal("k1"));
        Request.Pay there = new Request.Pay("k2", "stripe", "pm_1", false, "", false, "", CUSTOMER);

        Reconciliation again = given.reconciles(given.observed(Duration.ZERO, wanted), List.of(there), List.of());

        assertThat(again.due()).singleElement().isInstanceOfSatisfying(Operation.Charge.class, charge -> {
            assertThat(charge.offSession()).isFalse();
            assertThat(charge.confirms().orElseThrow().id()).isEqualTo("pi_1");
        });
    }

    @Test
    void theRenewalsKeyStaysAnActionWhileTheShopperAuthenticatesAndIsPaidThen() {
        PaymentBuilder made = made(given.asks(renewal("k1")));
        PaymentBuilder wanted = made.declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));
        given.comesTo(given.outcome(wanted), renewal("k1"));

        Reconciliation atIt =
                given.reconciles(given.observed(Duration.ZERO, made.stage(Stage.OPEN, Payment.WaitsFor.SHOPPER)));
        assertThat(atIt.results().get("k1")).isInstanceOf(PaymentResult.Action.class);

        Reconciliation paid = given.reconciles(given.observed(Duration.ZERO, wanted.captured()));
        assertThat(paid.results().get("k1").word()).isEqualTo("paid");
    }

    @ParameterizedTest
    @CsvSource({"LATER, PT24H", "OTHER_METHOD, PT0S", "NEVER, PT0S", "SAME_METHOD, PT0S"})
    void aDeclineSaysHowToGoOnAndNotBeforeWhen(Way way, Duration pause) {
        PaymentBuilder declined =
                made(given.asks(renewal("k1"))).declined("insufficient_funds", new RetryAdvice(way, pause));

        PaymentResult result =
                given.comesTo(given.outcome(declined), renewal("k1")).results().get("k1");

        PaymentResult.Final last = (PaymentResult.Final) result;
        assertThat(last.mayRetry()).isEqualTo(way != Way.NEVER);
        assertThat(last.retry())
                .contains(new PaymentResult.Retry(
                        way,
                        pause.isZero()
                                ? Optional.empty()
                                : Optional.of(given.now().plus(pause))));
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"SAME_METHOD", "LATER"})
    void aHookThatFiresAgainRightAfterTheDeclineGetsTheSameAnswerAndALaterRetryIsSent(Way way) {
        PaymentBuilder declined = made(given.asks(renewal("k1")))
                .declined("insufficient_funds", new RetryAdvice(way, Duration.ofDays(1)));
        PaymentResult first =
                given.comesTo(given.outcome(declined), renewal("k1")).results().get("k1");

        Reconciliation again = given.after(Duration.ofSeconds(5))
                .reconciles(given.observed(Duration.ZERO, declined), List.of(renewal("k2")), List.of());
        assertThat(again.due()).isEmpty();
        assertThat(again.results().get("k2")).isEqualTo(first);

        Reconciliation retried = given.after(Duration.ofHours(12))
                .reconciles(given.observed(Duration.ZERO, declined), List.of(renewal("k3")), List.of());
        assertThat(retried.due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    @Test
    void aRenewalThatWantsTheShopperIsNotTriedAgainWithoutHer() {
        PaymentBuilder wanted =
                made(given.asks(renewal("k1"))).declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));
        given.comesTo(given.outcome(wanted), renewal("k1"));

        Reconciliation again = given.after(Duration.ofHours(12))
                .reconciles(given.observed(Duration.ZERO, wanted), List.of(renewal("k2")), List.of());

        assertThat(again.due()).isEmpty();
        assertThat(again.results().get("k2")).isInstanceOf(PaymentResult.Action.class);
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTHENTICATE")
    void aDeclineStaysTheSameAnswerForItsKey(Way way) {
        PaymentBuilder declined = made(given.asks(renewal("k1")))
                .declined("insufficient_funds", new RetryAdvice(way, Duration.ofDays(1)));
        PaymentResult first =
                given.comesTo(given.outcome(declined), renewal("k1")).results().get("k1");

        assertThat(given.after(Duration.ofHours(2))
                        .asks(renewal("k1"))
                        .results()
                        .get("k1"))
                .isEqualTo(first);
    }

    @Test
    void aRenewalWhoseOutcomeIsUnknownIsNotChargedAgainByTheSecondHook() {
        given.asks(renewal("k1"));
        given.comesTo(new Outcome.Unknown(1, "stripe-timeout", false), renewal("k1"));

        Reconciliation second = given.asks(renewal("k2"));

        assertThat(second.due()).isEmpty();
        assertThat(second.results().get("k2").word()).isEqualTo("outcome_unknown");
    }

    /** The bank wanted her; she authenticated, and the account was empty. */
    @Test
    void anActionEndsWithTheDeclineThatFollowsIt() {
        PaymentBuilder made = made(given.asks(renewal("k1")));
        PaymentBuilder wanted = made.declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));
        given.comesTo(given.outcome(wanted), renewal("k1"));

        Reconciliation empty = given.reconciles(given.observed(
                Duration.ZERO, made.declined("insufficient_funds", new RetryAdvice(Way.LATER, Duration.ofDays(1)))));

        PaymentResult.Final declined = (PaymentResult.Final) empty.results().get("k1");
        assertThat(declined.word()).isEqualTo("declined");
        assertThat(declined.retry()).as("the other decline's advice").isEmpty();
    }

    @Test
    void theRenewalsKeyIsPaidWhenTheShopperConfirmedItsPaymentInTheShop() {
        PaymentBuilder wanted =
                made(given.asks(renewal("k1"))).declined("authentication_required", RetryAdvice.of(Way.AUTHENTICATE));
        given.comesTo(given.outcome(wanted), renewal("k1"));
        Request.Pay there = new Request.Pay("k2", "stripe", "pm_1", false, "", false, "", CUSTOMER);
        given.reconciles(given.observed(Duration.ZERO, wanted), List.of(there), List.of());

        Reconciliation paid = given.comesTo(
                new Outcome.Seen(
                        2,
                        wanted.captured()
                                .transaction("ch_2")
                                .seenAt(given.now())
                                .made()),
                there);

        assertThat(paid.results().get("k2").word()).isEqualTo("paid");
        assertThat(paid.results().get("k1").word()).isEqualTo("paid");
    }

    @Test
    void aHookThatFiresAgainWithAnotherCardIsANewTry() {
        PaymentBuilder declined = made(given.asks(renewal("k1"))).declined("insufficient_funds");
        given.comesTo(given.outcome(declined), renewal("k1"));
        Request.Pay other = new Request.Pay("k2", "stripe", "pm_2", false, "", true, "", CUSTOMER);

        Reconciliation again = given.reconciles(given.observed(Duration.ZERO, declined), List.of(other), List.of());

        assertThat(again.due()).as("the first payment is voided for it").isNotEmpty();
    }

    @Test
    void aHookThatFiresAgainIsAnsweredByTheLastDecline() {
        PaymentBuilder declined = made(given.asks(renewal("k1"))).declined("insufficient_funds");
        given.comesTo(given.outcome(declined), renewal("k1"));
        given.after(Duration.ofHours(12))
                .reconciles(given.observed(Duration.ZERO, declined), List.of(renewal("k2")), List.of());
        given.comesTo(
                new Outcome.Seen(
                        2,
                        declined.declined("expired_card")
                                .transaction("ch_2")
                                .seenAt(given.now())
                                .made()),
                renewal("k2"));

        PaymentResult again = given.reconciles(
                        given.observed(
                                Duration.ZERO, declined.declined("expired_card").transaction("ch_2")),
                        List.of(renewal("k3")),
                        List.of())
                .results()
                .get("k3");

        assertThat(again.of().operation()).isEqualTo(2);
    }

    private static PaymentBuilder made(Reconciliation reconciled) {
        return Given.made(reconciled);
    }

    private static Request.Pay renewal(String key) {
        return new Request.Pay(key, "stripe", "pm_1", false, "", true, "", CUSTOMER);
    }
}
