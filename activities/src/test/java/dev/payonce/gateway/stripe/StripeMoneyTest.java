package dev.payonce.gateway.stripe;

import static dev.payonce.gateway.stripe.SimulatedStripe.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.request.Request;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The test of money that moves at the simulator; its journal is the truth about what moved. */
class StripeMoneyTest {

    private static final Money EUR_49_90 = new Money(4990, "EUR");

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    @Test
    void aChargeIsPaidAndTaggedAndASecondTimeItIsTheSamePayment() {
        Payment first = pay(TestCard.VISA);
        Payment again = pay(TestCard.VISA);

        assertThat(first.stage()).isEqualTo(Stage.CAPTURED);
        assertThat(first.captured()).isEqualTo(EUR_49_90);
        assertThat(first.tag()).contains(header(1).tag());
        assertThat(again).isEqualTo(first);
        assertThat(taken()).containsExactly(4990L);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestCard.class,
            names = {"DECLINED", "INSUFFICIENT_FUNDS", "LOST", "STOLEN", "FRAUDULENT", "EXPIRED", "WRONG_CVC"})
    void aRefusedCardShowsThePaymentAndItsDeclineAndAgainTheSame(TestCard card) {
        Payment payment = pay(card);

        assertThat(payment.refused()).isTrue();
        assertThat(payment.decline().orElseThrow().mayRetry())
                .isEqualTo(!List.of(TestCard.LOST, TestCard.STOLEN, TestCard.FRAUDULENT)
                        .contains(card));
        assertThat(pay(card)).isEqualTo(payment);
        assertThat(taken()).isEmpty();
    }

    @Test
    void aShopperWhoHasToActGetsWhatTheBrowserNeedsAndThenItIsPaid() {
        Payment payment = pay(TestCard.THREE_D_SECURE);
        StripeNextActions actions = new StripeNextActions(world.account());

        assertThat(payment.waitsFor()).isEqualTo(Payment.WaitsFor.SHOPPER);
        assertThat(payment.refused()).isFalse();
        assertThat(actions.of(payment.id()).orElseThrow().redirectUrl()).isPresent();

        world.stripe.shopper().authenticates(payment.id());
        assertThat(actions.of(payment.id())).isEmpty();
        assertThat(pay(TestCard.THREE_D_SECURE).stage())
                .as("a replayed answer is one of then")
                .isEqualTo(Stage.CAPTURED);
    }

    @Test
    void authorizedMoneyIsCapturedInPartsAndTheRestLetGo() {
        Payment held = authorize();

        Payment part = world.seen(new Operation.Capture(header(2), held.id(), new Money(1000, "EUR"), false));
        Payment whole = world.seen(new Operation.Capture(header(3), held.id(), new Money(2000, "EUR"), true));

        assertThat(held.stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(held.until()).isPresent();
        assertThat(part.stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(part.captured()).isEqualTo(new Money(1000, "EUR"));
        assertThat(whole.stage()).isEqualTo(Stage.CAPTURED);
        assertThat(whole.net()).as("what was let go did not go back").isEqualTo(new Money(3000, "EUR"));
        assertThat(taken()).containsExactly(1000L, 2000L);
    }

    @Test
    void theWorkOfAnotherProgramIsSeen() {
        Payment held = authorize();
        world.stripe.shopper().capture(held.id());

        assertThat(world.seen(new Operation.Void(header(2), held.id())).stage()).isEqualTo(Stage.CAPTURED);
        assertThat(world.seen(new Operation.Capture(header(3), held.id(), EUR_49_90, true))
                        .stage())
                .isEqualTo(Stage.CAPTURED);
        assertThat(taken()).containsExactly(4990L);
    }

    @Test
    void aVoidClosesThePaymentAndReturnsNothing() {
        Payment gone = world.seen(new Operation.Void(header(2), authorize().id()));

        assertThat(gone.stage()).isEqualTo(Stage.CLOSED);
        assertThat(gone.reversals()).isEmpty();
    }

    @Test
    void S29_tooLittleAndACurrencyThatStripeDoesNotHaveAreRefusedWithACode() {
        assertThat(world.gateway.carryOut(charge(header(1), new Money(10, "EUR"), TestCard.VISA)))
                .isEqualTo(new Outcome.Refused(1, "stripe-amount_too_small"));
        assertThat(world.gateway.carryOut(charge(header(2), new Money(100_000, "IRR"), TestCard.VISA)))
                .isEqualTo(new Outcome.Refused(2, "stripe-invalid-currency"));
    }

    @Test
    void S37_theSameOperationWithOtherParametersIsUnknownAndLookedUp() {
        pay(TestCard.VISA);

        assertThat(world.gateway.carryOut(charge(header(1), new Money(5990, "EUR"), TestCard.VISA)))
                .isEqualTo(new Outcome.Unknown(1, "stripe-idempotency", false));
        assertThat(lookedUp().payments()).extracting(Payment::captured).containsExactly(EUR_49_90);
        assertThat(taken()).containsExactly(4990L);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new Fault.Late(Duration.ofSeconds(3)), "stripe-timeout"),
                Arguments.of(new Fault.Reset(), "stripe-reset"),
                Arguments.of(new Fault.HalfBody(), "stripe-cut"),
                Arguments.of(new Fault.Failure(409), "stripe-409"),
                Arguments.of(new Fault.Failure(502), "stripe-502"),
                Arguments.of(new Fault.Failure(503), "stripe-503"),
                Arguments.of(new Fault.RateLimited(Duration.ofSeconds(7)), "stripe-429"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void S04_theNextTryTellsWhateverIsLostBeforeOrAfterTheEffectAndMoneyMovesOnce(Fault fault, String code) {
        world.stripe.faults().before(1, fault);
        assertThat(transientCode()).isEqualTo(code);
        world.stripe.faults().after(1, fault);
        assertThat(transientCode()).isEqualTo(code);

        assertThat(pay(TestCard.VISA).stage()).isEqualTo(Stage.CAPTURED);
        assertThat(taken()).containsExactly(4990L);
    }

    @ParameterizedTest
    @CsvSource({"500, true", "424, false"})
    void aFailureThatItsKeyRemembersIsLookedUpAndFound(int status, boolean mayStillCome) {
        world.stripe.faults().after(1, new Fault.Failure(status));

        assertThat(world.gateway.carryOut(charge(header(1), EUR_49_90, TestCard.VISA)))
                .isEqualTo(new Outcome.Unknown(1, "stripe-" + status, mayStillCome));

        assertThat(lookedUp().payments()).extracting(Payment::stage).containsExactly(Stage.CAPTURED);
        assertThat(taken()).containsExactly(4990L);
    }

    @Test
    void a500BeforeAnythingHappenedLeavesNothingToFind() {
        world.stripe.faults().before(1, new Fault.Failure(500));

        assertThat(world.gateway.carryOut(charge(header(1), EUR_49_90, TestCard.VISA)))
                .isEqualTo(new Outcome.Unknown(1, "stripe-500", true));

        assertThat(lookedUp().notFound())
                .containsExactly(new Lookup(
                        "stripe", ExternalIds.of(TagQuery.of(header(1)).text())));
    }

    @Test
    void aPaymentWhoseAnswerWasLostIsFoundByOurTagAmongMany() {
        world.stripe.faults().after(1, new Fault.Reset());
        assertThat(transientCode()).isEqualTo("stripe-reset");
        for (int i = 0; i < 120; i++) {
            world.stripe
                    .shopper()
                    .open(4990, "eur", SimulatedStripe.tag(header(2).tag()));
        }

        Observation seen = lookedUp();

        assertThat(seen.payments()).hasSize(1);
        assertThat(seen.payments().getFirst().tag()).contains(header(1).tag());
    }

    @Test
    void aRevokedKeyTakesNothingAndIsNoRefusal() {
        StripeAccount old = world.account();
        world.stripe.secretKey("sk_test_another");

        Operation charge = charge(header(1), EUR_49_90, TestCard.VISA);
        assertThat(SimulatedStripe.gateway(old, SimulatedStripe.TIMES, 1).carryOut(charge))
                .isEqualTo(new Outcome.NotSent(1, "stripe-401"));
    }

    private Payment pay(TestCard card) {
        return world.seen(charge(header(1), EUR_49_90, card));
    }

    private Payment authorize() {
        return world.seen(
                new Operation.Charge(header(1), EUR_49_90, TestCard.VISA.id(), true, "", false, Optional.empty()));
    }

    private Observation lookedUp() {
        return world.gateway.find(
                new Lookup("stripe", ExternalIds.of(TagQuery.of(header(1)).text())));
    }

    private String transientCode() {
        return world.transientCode(charge(header(1), EUR_49_90, TestCard.VISA));
    }

    /** Returns each amount that was taken, in Stripe's units. */
    private List<Long> taken() {
        return world.stripe.journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .map(Journal.Entry::amount)
                .toList();
    }

    private static Operation.Charge charge(OperationHeader header, Money money, TestCard card) {
        return new Operation.Charge(
                header,
                money,
                card.id(),
                false,
                "https://shop.example/back?key=" + Request.ORDER_KEY,
                false,
                Optional.empty());
    }
}
