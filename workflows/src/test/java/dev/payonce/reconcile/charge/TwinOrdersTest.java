package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.order.Order.Status;
import dev.payonce.order.TwinOrder;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.reconcile.Policy.Twins;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwinOrdersTest {

    private static final TwinOrder PAID = new TwinOrder(1002, "2026-0017", true);
    private static final TwinOrder BEING_PAID = new TwinOrder(1002, "2026-0017", false);

    private final Given refusing = Given.given(anOrder().twins(BEING_PAID));
    private final Given reviewing = Given.given(anOrder().twins(PAID), terms(Twins.REVIEW));

    @Test
    void aChargeIsRefusedWhileATwinIsPaidOrBeingPaid() {
        for (TwinOrder twin : List.of(PAID, BEING_PAID)) {
            Given given = Given.given(anOrder().twins(twin));

            Reconciliation reconciled = asks(given, "k1");

            assertThat(reconciled.due()).isEmpty();
            assertThat(reconciled.results().get("k1")).isEqualTo(PaymentResult.refused("twin_of:2026-0017"));
        }
    }

    @Test
    void aNewKeyIsChargedOnceTheTwinIsGone() {
        asks(refusing, "k1");
        refusing.becomes(anOrder());

        assertThat(asks(refusing, "k2").due()).hasSize(1);
        assertThat(asks(refusing, "k1").results().get("k1").code()).isEqualTo("twin_of:2026-0017");
    }

    @Test
    void thePolicyReviewAsksAnOperatorAndNamesBothOrders() {
        Reconciliation reconciled = asks(reviewing, "k1");

        assertThat(reconciled.due()).isEmpty();
        assertThat(reconciled.results().get("k1")).isEqualTo(PaymentResult.notYet(Why.UNDER_REVIEW));
        Review review = reviewing.review().orElseThrow();
        assertThat(review.reason()).isEqualTo(Review.Reason.TWIN_ORDER);
        assertThat(review.lines()).singleElement().asString().contains("2026-0017", "1002", "paid");
        assertThat(review.actions()).containsExactly(new ReviewAction.Refresh(), new ReviewAction.Dismiss());
    }

    @Test
    void theReviewStaysOpenThoughARefreshReadsNoTwins() {
        asks(reviewing, "k1");
        reviewing.becomes(anOrder()).after(Duration.ofDays(1));

        reviewing.reconciles(Observation.NOTHING);

        assertThat(reviewing.review()).isPresent();
    }

    @Test
    void theReviewClosesOnceTheOrderNoLongerWaits() {
        asks(reviewing, "k1");
        reviewing.becomes(Status.CANCELLED);

        reviewing.reconciles(Observation.NOTHING);

        assertThat(reviewing.review()).isEmpty();
    }

    @Test
    void anOperatorWhoDismissesTheReviewLetsBothBeCharged() {
        asks(reviewing, "k1");
        reviewing.reconciles(
                Observation.NOTHING,
                List.of(),
                List.of(new ReviewDecision(1, new ReviewAction.Dismiss(), "ada", "two gifts")));

        Reconciliation reconciled = asks(reviewing, "k1");

        assertThat(reconciled.due()).singleElement().isInstanceOf(Operation.Charge.class);
        assertThat(reviewing.review()).isEmpty();
    }

    @Test
    void thePolicyOffCharges() {
        assertThat(asks(Given.given(anOrder().twins(PAID), terms(Twins.OFF)), "k1")
                        .due())
                .hasSize(1);
    }

    private static Reconciliation asks(Given given, String key) {
        Request pay = new Request.Pay(key, "stripe", "pm_visa", false, "", false, "");
        return given.asks(pay);
    }

    private static Terms terms(Twins twins) {
        return Given.terms(twins);
    }
}
