package dev.payonce.shadow;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.shadow.ShadowFinding.Unseen;
import dev.payonce.shadow.ShadowFinding.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of the difference that shadow mode reports: what Payonce decided, beside what the shop did. */
class ShadowFindingTest {

    private static final PaymentBuilder TAGGED = PaymentBuilder.stripe("pi_1").tagged();
    private static final PaymentBuilder AUTHORIZED = TAGGED.stage(Stage.AUTHORIZED);

    private final Given given = Given.given(anOrder());

    private ShadowFinding finding(OrderBuilder shop) {
        return ShadowFinding.of(OrderBuilder.NUMBER, given.ledger(), Optional.of(shop.made()));
    }

    @Test
    void moneyOfWhichTheShopKnowsNothingIsReportedWithTheTimeItWasSeen() {
        given.sees(AUTHORIZED);
        given.after(Duration.ofMinutes(5));
        given.sees(TAGGED.captured());

        ShadowFinding finding = finding(anOrder());

        assertThat(finding.verdict()).isEqualTo(Verdict.PAID_UNNOTICED);
        assertThat(finding.wouldPayAt()).contains(given.now());
        assertThat(finding.would()).contains(Status.PROCESSING);
    }

    @ParameterizedTest
    @CsvSource({"ON_HOLD, SAME", "PENDING, OTHER_STATUS", "COMPLETED, OTHER_STATUS"})
    void anAuthorizedOrderWouldBeOnHold(Status shop, Verdict verdict) {
        given.sees(AUTHORIZED);

        assertThat(finding(anOrder().status(shop)).verdict()).isEqualTo(verdict);
        assertThat(finding(anOrder().status(shop)).wouldPayAt()).isEmpty();
    }

    @Test
    void anOrderThatTheShopHasNoMoreIsNotTheSame() {
        given.sees(AUTHORIZED);

        assertThat(ShadowFinding.of(OrderBuilder.NUMBER, given.ledger(), Optional.empty())
                        .verdict())
                .isEqualTo(Verdict.OTHER_STATUS);
    }

    @Test
    void anotherAmountWouldNeedAReview() {
        given.sees(TAGGED.captured(1000));

        assertThat(finding(anOrder()).verdict()).isEqualTo(Verdict.WOULD_NEED_REVIEW);
    }

    @Test
    void anAuthorizationBesideThePaymentWouldBeVoided() {
        PaymentBuilder paid = PaymentBuilder.stripe("pi_9").captured().claimed();
        given.sees(paid);
        given.sees(paid, AUTHORIZED);

        assertThat(finding(anOrder().paidBy("pi_9")).verdict()).isEqualTo(Verdict.WOULD_MOVE_MONEY);
    }

    @Test
    void aPaidOrderWithAnAuthorizationOnlyIsPaidUnseen() {
        given.sees(AUTHORIZED);

        ShadowFinding finding = finding(anOrder().paidBy("pi_1"));

        assertThat(finding.verdict()).isEqualTo(Verdict.PAID_UNSEEN);
        assertThat(finding.because(Unseen.NO_ORDER_KEY).because()).contains(Unseen.NO_ORDER_KEY);
        assertThat(finding.because(Unseen.NO_ORDER_KEY).verdict()).isEqualTo(Verdict.PAID_UNSEEN);
    }

    @Test
    void coverageCountsThePaidOrdersThatRecordAPaymentAndWereNotSeen() {
        assertThat(new ShadowCoverage(10, 5, 3, 1).unseen()).isEqualTo(2);
    }

    /** Payonce would have set it, and so the next decision starts from there. */
    @Test
    void theOrderIsTakenAsPaidWhereItWouldBe() {
        given.sees(TAGGED.captured());
        Ledger ledger = Ledger.of(given.ledger());

        Order taken = ShadowRules.order(anOrder().made(), ledger);

        assertThat(taken.status()).isEqualTo(Status.PROCESSING);
        assertThat(taken.paid().orElseThrow().externalIds().contains("pi_1")).isTrue();
        assertThat(taken.paid().orElseThrow().at()).isEqualTo(given.now());
    }

    @Test
    void theShopsOwnPaymentAndStatusCountBeforeADecision() {
        given.sees(TAGGED.captured());
        Order shop = anOrder().paidBy("pi_9").status(Status.COMPLETED).made();

        assertThat(ShadowRules.order(shop, Ledger.of(given.ledger()))).isEqualTo(shop);
    }

    /** It was pending when Payonce would have put it on hold; the shop has cancelled it since. */
    @Test
    void aStatusThatTheShopChangedSinceIsTheShops() {
        given.sees(AUTHORIZED);
        Ledger ledger = Ledger.of(given.ledger());

        assertThat(ShadowRules.status(anOrder().made(), ledger)).contains(Status.ON_HOLD);
        assertThat(ShadowRules.status(anOrder().status(Status.CANCELLED).made(), ledger))
                .isEmpty();
    }

    @Test
    void aLookupIsAskedOfTheRealGateway() {
        Observation seen = Observation.of(Lookup.of(TAGGED.made()), List.of(TAGGED.made()), ExternalIds.NONE);
        Gateway real = new Gateway() {
            @Override
            public Observation find(Lookup what) {
                return seen;
            }

            @Override
            public Outcome carryOut(Operation operation) {
                throw new AssertionError("sent " + operation);
            }
        };

        assertThat(new ShadowGateway(real).find(Lookup.of(TAGGED.made()))).isEqualTo(seen);
    }
}
