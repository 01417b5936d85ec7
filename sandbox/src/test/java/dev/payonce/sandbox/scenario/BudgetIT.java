package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.payonce.sandbox.installation.Statements;
import org.junit.jupiter.api.Test;

/** What a payment may cost, counted where it is spent. */
@OnRealServers
class BudgetIT {

    @Test
    void aPaymentThatOneCallbackCompletes(Shop shop) {
        Sale sale = shop.sale();
        String intent = sale.pay();
        Statements before = Statements.soFar(shop.all());

        sale.deliver(intent, Sale.SUCCEEDED);
        sale.rests().isPaidOnceBy(intent);

        Statements spent = Statements.soFar(shop.all()).minus(before);
        long bytes = shop.runs().history(sale.workflow()).stream()
                .mapToLong(MessageLite::getSerializedSize)
                .sum();
        assertThat(shop.runs().latest(sale.workflow()).orElseThrow().events()).isLessThanOrEqualTo(20);
        assertThat(bytes).isLessThanOrEqualTo(6_000);
        assertThat(spent.all()).isLessThanOrEqualTo(16);
        assertThat(spent.commits()).isEqualTo(1);
    }

    @Test
    void aDuplicateAfterItTouchesNeitherTemporalNorTheDatabase(Shop shop) {
        Sale sale = shop.sale();
        String intent = sale.pay();
        sale.deliver(intent, Sale.SUCCEEDED);
        sale.rests();
        Statements before = Statements.soFar(shop.all());
        String run = shop.runs().latest(sale.workflow()).orElseThrow().id();
        double counted = shop.door().metric("payonce_callbacks_total", "duplicate");

        sale.deliver(intent, Sale.SUCCEEDED);

        assertThat(shop.door().metric("payonce_callbacks_total", "duplicate")).isEqualTo(counted + 1);
        assertThat(Statements.soFar(shop.all()).minus(before).all()).isZero();
        assertThat(shop.runs().latest(sale.workflow()).orElseThrow().id()).isEqualTo(run);
        assertThat(shop.runs().latest(sale.workflow()).orElseThrow().events()).isLessThanOrEqualTo(20);
    }
}
