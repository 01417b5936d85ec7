package dev.payonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.FakeGateway;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.GatewayContract;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.request.IdempotencyCacheContract;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The tests that the doubles of adapters keep the adapters' contracts, or tests that lean on them prove nothing. */
class TestDoublesTest {

    @Nested
    class FakeGatewayTest extends GatewayContract implements GatewayContract.World {

        private final FakeGateway gateway = new FakeGateway();
        private int made;

        @Override
        protected Gateway gateway() {
            return gateway;
        }

        @Override
        protected World world() {
            return this;
        }

        @Override
        public String captured(Mark mark) {
            return says(next(mark).transaction("ch_" + made).captured());
        }

        @Override
        public String authorized(Mark mark) {
            return says(next(mark).stage(Stage.AUTHORIZED));
        }

        @Override
        public String declined(Mark mark) {
            return says(next(mark).declined("insufficient_funds"));
        }

        @Override
        public String untouched(Mark mark) {
            return says(next(mark));
        }

        @Override
        public Optional<String> reviews(String payment) {
            Payment now = gateway.payment(payment);
            gateway.says(new PaymentBuilder(now)
                    .back(new Reversal(
                            "prv_1",
                            Reversal.Kind.FRAUD_REVIEW,
                            Reversal.State.OPEN,
                            now.amount(),
                            Optional.empty(),
                            Optional.empty())));
            return Optional.of("prv_1");
        }

        @Override
        public void fails(Trouble trouble) {
            gateway.failsWith(
                    switch (trouble) {
                        case REVOKED -> Failures.nonRetryable("fake-401", "The key is revoked", null);
                        case BUSY -> Failures.transientOne("fake-429", "Too many", Optional.of(RETRY_AFTER), null);
                        case TIMES_OUT, RESETS, HALF_A_BODY, BREAKS ->
                            Failures.transientOne("fake-500", "Away", Optional.empty(), null);
                    });
        }

        @Test
        void aRepeatedOperationHasNoSecondEffect() {
            gateway.says(PaymentBuilder.stripe("pi_1").captured());
            Instant now = Instant.now();
            OrderId order = new OrderId("", OrderBuilder.NUMBER);
            OperationHeader header = new OperationHeader(
                    1, order, OrderBuilder.KEY, OrderBuilder.SITE, "stripe", OperationHeader.SHAPE, now, now);
            Operation refund = new Operation.Refund(
                    header,
                    "pi_1",
                    new Money(1000, "EUR"),
                    0,
                    Operation.Refund.RefundReason.NONE,
                    Operation.Refund.Cause.REQUEST);

            gateway.carryOut(refund);
            gateway.carryOut(refund);

            assertThat(gateway.find(new Lookup("stripe", ExternalIds.of("pi_1")))
                            .payments()
                            .getFirst()
                            .reversals())
                    .hasSize(1);
        }

        private PaymentBuilder next(Mark mark) {
            made++;
            PaymentBuilder payment = PaymentBuilder.of("pi_" + made, EUR_49_90).tag(mark.tag());
            return mark.foreign()
                    .map(other -> payment.claimed(
                            Fingerprint.ofOrderKey(other.rawOrderKey()),
                            other.number(),
                            Fingerprint.ofSite(other.siteUrl())))
                    .orElse(payment);
        }

        private String says(PaymentBuilder payment) {
            gateway.says(payment);
            return payment.made().id();
        }
    }

    @Nested
    class InMemoryIdempotencyCacheTest extends IdempotencyCacheContract {

        private final InMemory results = new InMemory();

        @Override
        protected IdempotencyCache results() {
            return results;
        }

        @Override
        protected boolean applied(Callback callback) {
            return results.applied(callback);
        }

        @Override
        protected void takeAway() {
            results.away(true);
        }
    }
}
