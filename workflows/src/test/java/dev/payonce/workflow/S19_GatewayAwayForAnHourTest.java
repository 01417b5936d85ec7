package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway answers 429 or 5xx for an hour, then recovers. */
@Timeout(120)
class S19_GatewayAwayForAnHourTest {

    private static final int ORDERS = 30;
    private static final Duration OUTAGE = Duration.ofHours(1);
    private static final Duration SHOWN_WITHIN = Duration.ofMinutes(5);
    private static final OrderId ELSEWHERE = new OrderId("", 7);

    /** Eight tries within two minutes, and ten rounds at most within the hour. */
    private static final int MOST_CALLS = 80;

    private final WorkflowFixture payments = WorkflowFixture.withASecondAccount("adyen");

    @AfterEach
    void close() {
        payments.close();
    }

    private static ApplicationFailure turnedAway(int status, Optional<Duration> after) {
        return Failures.transientOne("stripe-" + status, "Stripe answered " + status, after, null);
    }

    @Test
    void everyPaymentIsShownAsksLittleAndIsPaidByItselfAndAnotherGatewayGoesOn() throws Exception {
        List<OrderId> orders =
                LongStream.range(2_000, 2_000 + ORDERS).mapToObj(payments::sell).toList();
        payments.gateway.away(() -> turnedAway(503, Optional.empty()));
        orders.forEach(order -> {
            payments.gateway.says(
                    WorkflowFixture.tagged("pi_" + order.number(), order).captured());
            payments.callback(order, "stripe", "evt_" + order.number(), "pi_" + order.number());
        });

        payments.temporal.sleep(SHOWN_WITHIN);
        untilShown(orders);
        anotherGatewaysPaymentIsPaidMeanwhile();
        payments.temporal.sleep(OUTAGE.minus(SHOWN_WITHIN));
        assertThat(orders).allSatisfy(order -> assertThat(status(order)).isEqualTo("STALLED"));
        int asked = payments.gateway.called().size();
        assertThat(asked).isBetween(ORDERS * 20, ORDERS * MOST_CALLS);

        payments.gateway.back();

        orders.forEach(order -> assertThat(
                        payments.run(order).getResult(PaymentSummary.class).status())
                .isEqualTo(PaymentSummary.Status.PAID));
        assertThat(payments.orders.effects()).isEqualTo(ORDERS + 1);
        List<Instant> recovery = payments.gateway.called().subList(asked, asked + ORDERS);
        assertThat(mostInASecond(recovery)).as("no herd").isLessThan(ORDERS / 5);
    }

    /**
     * Waits until the runs show it. The server's clock may be ahead of the worker: a try that was on its way when the clock
     * jumped has timed out, and comes again only after its pause.
     */
    private void untilShown(List<OrderId> orders) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!orders.stream().map(this::status).allMatch("STALLED"::equals) && System.nanoTime() < end) {
            payments.temporal.sleep(Duration.ofSeconds(5));
        }
        assertThat(orders).allSatisfy(order -> assertThat(status(order)).isEqualTo("STALLED"));
    }

    private void anotherGatewaysPaymentIsPaidMeanwhile() {
        payments.sell(ELSEWHERE.number());
        payments.another.says(
                WorkflowFixture.tagged("psp_1", ELSEWHERE).at("adyen").captured());
        payments.callback(ELSEWHERE, "adyen", "evt_adyen", "psp_1");

        assertThat(payments.run(ELSEWHERE).getResult(PaymentSummary.class).status())
                .isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void noPaymentComesBackBeforeRetryAfter() {
        Duration after = Duration.ofSeconds(40);
        payments.gateway
                .says(WorkflowFixture.tagged("pi_1").captured())
                .away(() -> turnedAway(429, Optional.of(after)));
        payments.callback("evt_1", "pi_1");

        payments.temporal.sleep(Duration.ofMinutes(30));

        List<Instant> asked = payments.gateway.called();
        assertThat(asked).hasSizeGreaterThan(10);
        for (int each = 1; each < asked.size(); each++) {
            assertThat(Duration.between(asked.get(each - 1), asked.get(each))).isGreaterThanOrEqualTo(after);
        }
        payments.gateway.back();
        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void aShopperWithoutAGatewayForMinutesIsChargedOnceWhenItIsBack() throws Exception {
        Request.Pay pay = new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "");
        payments.gateway.away(() -> turnedAway(503, Optional.empty()));
        CompletableFuture<PaymentResult> first = payments.ask(pay);
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());
        payments.temporal.sleep(Duration.ofMinutes(6));
        assertThat(first.join().word()).isEqualTo("carrying_out");
        int tried = payments.gateway.sent().size();

        payments.gateway.back();

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.gateway.sent())
                .hasSize(tried + 1)
                .containsOnly(payments.gateway.sent().getFirst());
        assertThat(payments.orders.effects()).isEqualTo(1);
        assertThat(payments.ask(pay).join().word()).isEqualTo("paid");
    }

    private String status(OrderId order) {
        return payments.attribute(order.workflowId(), "PaymentStatus");
    }

    private static long mostInASecond(List<Instant> calls) {
        Map<Long, Long> bySecond =
                calls.stream().collect(Collectors.groupingBy(Instant::getEpochSecond, Collectors.counting()));
        return bySecond.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
