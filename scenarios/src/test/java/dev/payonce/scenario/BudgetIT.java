package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.payonce.sandbox.installation.Statements;
import org.junit.jupiter.api.Test;

/** The budget of a payment, counted at each system that serves it. */
@OnRealServers
class BudgetIT {

    /** A pooled connection that is renewed meanwhile adds its own statements: the smallest of these is the payment's. */
    private static final int TRIES = 4;

    @Test
    void aPaymentThatOneCallbackCompletes(Shop shop) {
        long fewest = Long.MAX_VALUE;
        for (int each = 0; each < TRIES; each++) {
            fewest = Math.min(fewest, statementsOfOnePayment(shop));
        }
        assertThat(fewest).isBetween(1L, 16L);
    }

    private static long statementsOfOnePayment(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Statements before = Statements.soFar(shop.all());

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.rests().isPaidOnceBy(intent);

        Statements spent = Statements.soFar(shop.all()).minus(before);
        long bytes = shop.runs().history(underTest.workflow()).stream()
                .mapToLong(MessageLite::getSerializedSize)
                .sum();
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow().events())
                .isLessThanOrEqualTo(20);
        assertThat(bytes).isLessThanOrEqualTo(6_000);
        assertThat(spent.commits()).isEqualTo(1);
        return spent.all();
    }

    @Test
    void aDuplicateAfterItTouchesNeitherTemporalNorTheDatabase(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.rests();
        String run = shop.runs().latest(underTest.workflow()).orElseThrow().id();
        double counted = shop.api().metric("payonce_callbacks_total", "duplicate");
        long fewest = Long.MAX_VALUE;

        for (int each = 0; each < TRIES; each++) {
            Statements before = Statements.soFar(shop.all());
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            fewest = Math.min(fewest, Statements.soFar(shop.all()).minus(before).all());
        }

        assertThat(shop.api().metric("payonce_callbacks_total", "duplicate")).isEqualTo(counted + TRIES);
        assertThat(fewest).isZero();
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow().id()).isEqualTo(run);
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow().events())
                .isLessThanOrEqualTo(20);
    }
}
