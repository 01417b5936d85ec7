package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The tests of a refund that was not sent, since the gateway's key was wrong: it is sent where its payment is as it was. */
class NotSentRefundTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture fixture = PaymentFixture.paid();

    private void isNotSent(long minor) {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(refund("k1", minor));
        fixture.gateway.does(fixture.gateway::succeed);
    }

    private int sent() {
        return fixture.refunds().size();
    }

    @Test
    void itIsSentWhenTheKeyIsMended() {
        isNotSent(100);

        fixture.after(Duration.ofSeconds(5)).refreshes();

        assertThat(fixture.at(PAID).net().minor()).isEqualTo(4890);
    }

    @Test
    void anEarlierRefundIsNoReasonNotToSendIt() {
        fixture.asks(refund("k0", 500));
        isNotSent(100);

        fixture.after(Duration.ofSeconds(5)).refreshes();

        assertThat(fixture.at(PAID).net().minor()).isEqualTo(4390);
    }

    /** A clerk has helped the customer meanwhile. */
    @Test
    void aRefundThatWasMadeByHandMeanwhileIs() {
        isNotSent(100);
        int before = sent();
        fixture.becomes(it -> it.refund("re_hand", Reversal.State.DONE, 100), PAID);

        fixture.after(Duration.ofSeconds(5)).refreshes();

        assertThat(sent()).isEqualTo(before);
    }

    @Test
    void anotherPaymentThatIsSeenSaysNothingAboutIt() {
        isNotSent(100);
        int before = sent();
        fixture.given.after(Duration.ofSeconds(5));

        fixture.given.sees(PaymentBuilder.stripe("pi_9").claimed());

        assertThat(sent()).isEqualTo(before);
        assertThat(fixture.given.lines()).noneMatch(line -> line.endsWith("=resent"));
    }

    /** Tries that never reached the gateway are not counted: each of them is as harmless as the first. */
    @Test
    void itIsSentAsOftenAsItTakesWithinHalfAnHour() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(refund("k1", 100));
        for (int tries = 0; tries < Policy.RESENDS + 3; tries++) {
            fixture.after(Policy.UNKNOWN_REFRESH_LONGEST).refreshes();
        }
        fixture.gateway.does(fixture.gateway::succeed);

        fixture.after(Policy.UNKNOWN_REFRESH_LONGEST).refreshes();

        assertThat(fixture.at(PAID).net().minor()).isEqualTo(4890);
        assertThat(fixture.refunds()).extracting(Operation.Refund::number).containsOnly(2);
    }
}
