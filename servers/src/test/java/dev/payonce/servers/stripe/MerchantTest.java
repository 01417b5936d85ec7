package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.model.Dispute;
import com.stripe.model.Refund;
import com.stripe.param.DisputeListParams;
import com.stripe.param.RefundListParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Bank;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.RefundStatus;
import dev.payonce.servers.stripe.state.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test that the journal and the API agree about money that goes back. */
class MerchantTest {

    private static final List<Course> COURSES = List.of(
            Course.succeeds(),
            Course.pending(),
            Course.fails(),
            Course.asksShopper(),
            Course.pending().thenSucceeds(Duration.ofDays(1)),
            Course.succeeds().thenFails(Duration.ofDays(2)));
    private static final RefundStatus[] STATUSES = RefundStatus.values();
    private static final Bank.Balance[] BALANCES = Bank.Balance.values();

    private final AtomicReference<Instant> now = new AtomicReference<>(Sdk.NOW);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(now::get, 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final Merchant merchant = stripe.merchant();
    private final List<String> refunds = new ArrayList<>();

    @Test
    void journalAndApiAgreeAfterAnyMoves() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> intents = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            intents.add(stripe.shopper().pay(1000 + random.nextInt(4000), "eur", Map.of()));
        }
        for (int i = 0; i < 600; i++) {
            move(random, intents.get(random.nextInt(intents.size())));
        }
        stripe.catchUp();

        for (String intent : intents) {
            long refunded = seen(intent).stream()
                    .filter(it -> !Set.of("failed", "canceled").contains(it.getStatus()))
                    .mapToLong(Refund::getAmount)
                    .sum();
            long disputed = disputes(intent).stream()
                    .filter(it ->
                            Set.of("needs_response", "under_review", "lost").contains(it.getStatus()))
                    .mapToLong(Dispute::getAmount)
                    .sum();
            long captured = stripe.journal().captured(intent);
            assertThat(stripe.journal().refunded(intent))
                    .as("seed %d", seed)
                    .isEqualTo(refunded)
                    .isEqualTo(Sdk.whole(sdk, intent).getLatestChargeObject().getAmountRefunded())
                    .isLessThanOrEqualTo(captured);
            assertThat(stripe.journal().net(intent)).as("seed %d", seed).isEqualTo(captured - refunded - disputed);
        }
    }

    private void move(Random random, String intent) {
        try {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4, 5 -> refunds.add(merchant.refund(intent, 1 + random.nextInt(900)));
                case 6, 7 ->
                    merchant.becomes(
                            refunds.get(random.nextInt(Math.max(1, refunds.size()))),
                            STATUSES[random.nextInt(STATUSES.length)]);
                case 8, 9, 10 -> stripe.bank().next(1, COURSES.get(random.nextInt(COURSES.size())));
                case 11 -> merchant.openDispute(intent);
                case 12 -> merchant.openInquiry(intent);
                case 13 -> merchant.escalate(intent);
                case 14 -> merchant.balance(BALANCES[random.nextInt(BALANCES.length)]);
                default -> {
                    merchant.closeDispute(intent, random.nextInt(4) > 0);
                    now.updateAndGet(time -> time.plus(Duration.ofHours(random.nextInt(30))));
                }
            }
        } catch (Refusal | IndexOutOfBoundsException impossible) {
            // Most moves do not fit most states; that Stripe refuses them is part of what is tried here.
        }
    }

    private List<Refund> seen(String intent) throws Exception {
        RefundListParams all =
                RefundListParams.builder().setPaymentIntent(intent).setLimit(3L).build();
        List<Refund> seen = new ArrayList<>();
        sdk.v1().refunds().list(all).autoPagingIterable().forEach(seen::add);
        return seen;
    }

    private List<Dispute> disputes(String intent) throws Exception {
        DisputeListParams all = DisputeListParams.builder()
                .setPaymentIntent(intent)
                .setLimit(100L)
                .build();
        return sdk.v1().disputes().list(all).getData();
    }
}
