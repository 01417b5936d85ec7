package dev.payonce.gateway;

import dev.payonce.failure.Failures;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import java.util.Optional;

/** The fake keeps the contract too, or tests that lean on it prove nothing. */
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
        return says(next(mark).stage(Stage.AUTHORIZED, Payment.WaitsFor.NOTHING));
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
    public void fails(Trouble trouble) {
        gateway.failsWith(
                switch (trouble) {
                    case REVOKED -> Failures.nonRetryable("fake-401", "The key is revoked", null);
                    case BUSY -> Failures.transientOne("fake-429", "Too many", Optional.of(RETRY_AFTER), null);
                    case TIMES_OUT, RESETS, HALF_A_BODY, BREAKS ->
                        Failures.transientOne("fake-500", "Away", Optional.empty(), null);
                });
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
