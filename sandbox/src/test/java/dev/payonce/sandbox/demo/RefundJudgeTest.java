package dev.payonce.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.state.RefundStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The demo's judge of refunds finds each planted fault, and none on a good day. */
class RefundJudgeTest {

    private static final int IN_PARTS = 0;
    private static final int ASKED_TWICE = 10;

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, "sk_test_simulated");

    private final StoreOrder order = OrderAccountTest.ORDER;
    private final List<Evidence.LedgerLine> ledger = new ArrayList<>();
    private final String paid = stripe.shopper().pay(4990, "eur", Map.of("payonce_order", "1001"));
    private String status = "wc-processing";

    @Test
    void aGoodDayHasNoViolation() {
        RefundPlan parts = RefundPlan.of(order, IN_PARTS);
        result(parts, "first", "refunded");
        result(parts, "rest", "refunded");
        record(refund(1660, parts, 0));
        record(refund(3330, parts, 1));
        status = "wc-refunded";

        assertThat(verdicts(parts)).allMatch(Verdict::held);
    }

    @Test
    void oneRequestThatWasRefundedTwiceIsFound() {
        RefundPlan twice = RefundPlan.of(order, ASKED_TWICE);
        result(twice, "ann", "refunded");
        result(twice, "bob", "refunded");
        record(refund(100, twice, 0));
        record(refund(100, twice, 0));

        assertThat(broken(twice)).anyMatch(each -> each.contains("was answered"));
    }

    @Test
    void twoAnswersToOneRequestAreFound() {
        RefundPlan twice = RefundPlan.of(order, ASKED_TWICE);
        result(twice, "ann", "refunded");
        result(twice, "bob", "refused");
        record(refund(4990, twice, 0));
        status = "wc-refunded";

        assertThat(broken(twice)).anyMatch(each -> each.contains("was answered"));
    }

    @Test
    void aRefundThatFailedAndWasAnsweredAsDoneIsFound() {
        RefundPlan parts = RefundPlan.of(order, IN_PARTS);
        result(parts, "first", "refunded");
        result(parts, "rest", "refused");
        stripe.merchant().becomes(refund(1660, parts, 0), RefundStatus.FAILED);

        assertThat(broken(parts)).anyMatch(each -> each.contains("was answered"));
    }

    @Test
    void anotherAmountAndARefundWithoutARequestAreFound() {
        RefundPlan parts = RefundPlan.of(order, IN_PARTS);
        result(parts, "first", "refunded");
        result(parts, "rest", "refused");
        record(refund(1650, parts, 0));
        record(stripe.merchant().refund(paid, 10, Map.of("payonce_operation", "7")));

        assertThat(broken(parts)).hasSize(2).anyMatch(each -> each.contains("no request"));
    }

    @Test
    void aRefundThatIsNotOnRecordIsFound() {
        stripe.merchant().refund(paid, 100);

        assertThat(broken()).anyMatch(each -> each.contains("is on record 0 times"));
    }

    @Test
    void anOrderThatIsRefundedInFullAndDoesNotShowItIsFound() {
        RefundPlan twice = RefundPlan.of(order, ASKED_TWICE);
        result(twice, "ann", "refunded");
        result(twice, "bob", "refunded");
        record(refund(4990, twice, 0));

        assertThat(broken(twice)).containsExactly("order 1001 is wc-processing, all of it is refunded");
    }

    @Test
    void aDuplicatePaymentThatIsKeptOrRefundedTwiceOrInPartsIsFound() {
        String again = stripe.shopper().pay(4990, "eur", Map.of("payonce_order", "1001"));
        assertThat(broken()).anyMatch(each -> each.contains("of which [] are refunded"));

        record(stripe.merchant().refund(again, 4000));
        record(stripe.merchant().refund(again, 990));
        assertThat(broken()).anyMatch(each -> each.contains("in several parts"));

        record(stripe.merchant().refund(paid, 4990));
        assertThat(broken()).anyMatch(each -> each.contains("are refunded"));
    }

    private static void result(RefundPlan one, String key, String status) {
        one.results().add(StoreStaff.KEY + key, new AnswerLog.Final(200, status, ""));
    }

    private String refund(long minor, RefundPlan one, int request) {
        return stripe.merchant()
                .refund(
                        paid,
                        minor,
                        Map.of(
                                "payonce_operation",
                                "2",
                                "payonce_store_refund",
                                "" + one.requests().get(request).id()));
    }

    private void record(String refund) {
        ledger.add(new Evidence.LedgerLine(1001, "refund:" + refund + "#1=done", "callback", "1"));
    }

    private List<String> broken(RefundPlan... plans) {
        return verdicts(plans).stream()
                .flatMap(verdict -> verdict.violations().stream())
                .toList();
    }

    private List<Verdict> verdicts(RefundPlan... plans) {
        OrderRow row = OrderAccountTest.row(1001, status);
        Evidence evidence = OrderAccountTest.evidence(stripe, Map.of(1001L, row), ledger, Map.of());
        return new RefundJudge(
                        List.of(Checkout.of(order, 1, Optional.empty(), new Random(1))), List.of(plans), evidence)
                .verdicts();
    }
}
