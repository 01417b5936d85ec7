package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.temporal.BulkRefreshes;
import dev.payonce.temporal.BulkRefreshes.Filter;
import dev.payonce.temporal.BulkRefreshes.Progress;
import dev.payonce.temporal.BulkRefreshes.Started;
import dev.payonce.temporal.Deadlines;
import dev.payonce.temporal.TemporalBulkRefreshes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scenario of stalled payments that an operator refreshes by their code, through Temporal's own batch operation. */
class H38_BulkRefresh {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Filter REVOKED = new Filter(PaymentSummary.Status.STALLED, Optional.of("stripe-401"));

    private final Shop shop;

    H38_BulkRefresh(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().secretKey(shop.all().credentials().stripeKey());
    }

    @Test
    void aJobCountsItsRunsIsTakenOnceAndShowsItsProgress() {
        List<OrderUnderTest> orders = Stream.generate(shop::underTest).limit(6).toList();
        List<String> intents = orders.stream().map(OrderUnderTest::pay).toList();
        shop.all().stripe().secretKey("sk_test_rolled");
        for (int each = 0; each < orders.size(); each++) {
            orders.get(each).deliver(intents.get(each), OrderUnderTest.SUCCEEDED);
        }

        try (Deadlines deadlines = new Deadlines()) {
            BulkRefreshes bulk = new TemporalBulkRefreshes(shop.runs().client(), deadlines, "");
            Await.until("all are stalled", WITHIN, () -> bulk.count(REVOKED) >= 6);
            String job = UUID.randomUUID().toString().replace("-", "");

            assertThat(bulk.count(new Filter(PaymentSummary.Status.STALLED, Optional.of("other-401"))))
                    .isZero();
            assertThat(bulk.progress(job)).isEmpty();
            assertThat(bulk.start(job, REVOKED, "ann", "the new key is in place"))
                    .isEqualTo(Started.RUNS);
            assertThat(bulk.start(job, REVOKED, "ann", "the new key is in place"))
                    .isEqualTo(Started.RUNS);
            Await.until(
                    "the job is over",
                    WITHIN,
                    () -> bulk.progress(job).filter(now -> !now.running()).isPresent());

            Progress over = bulk.progress(job).orElseThrow();
            assertThat(over.total()).isGreaterThanOrEqualTo(6);
            assertThat(over.done() + over.failed()).isEqualTo(over.total());
            assertThat(over.failed()).isZero();
        }
    }
}
