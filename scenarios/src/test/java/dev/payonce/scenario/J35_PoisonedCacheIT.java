package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The test of an attacker who writes to Redis: no forged mark drops a callback, and no forged result reaches a caller. */
class J35_PoisonedCacheIT {

    private final Shop shop;

    J35_PoisonedCacheIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void aCallbackThatOthersMarkedAsAppliedPaysItsOrder() {
        OrderUnderTest paid = shop.underTest();
        String intent = paid.pay();
        paid.deliver(intent, OrderUnderTest.SUCCEEDED);
        paid.rests().isPaidOnceBy(intent);
        String genuine = shop.redis().get(mark(paid.event(intent, OrderUnderTest.SUCCEEDED)));
        double before = forged();

        for (String value : new String[] {"final", "final." + "0".repeat(64), genuine}) {
            OrderUnderTest underTest = shop.underTest();
            String other = underTest.pay();
            Event event = underTest.event(other, OrderUnderTest.SUCCEEDED);
            shop.redis().set(mark(event), value);

            underTest.deliver(other, OrderUnderTest.SUCCEEDED);
            underTest.rests().isPaidOnceBy(other);
            assertThat(shop.mark(event.id())).isEqualTo("final");
        }
        assertThat(forged()).isGreaterThanOrEqualTo(before + 3);
    }

    @Test
    void aResultThatOthersWroteOrMovedIsNeverAnswered() {
        StoreClient declined = new StoreClient(shop);
        StoreProgram.Answer no = declined.pay("k", TestCard.DECLINED);
        StoreClient paid = new StoreClient(shop);
        StoreProgram.Answer yes = paid.pay("k");
        paid.isPaidOnce();
        String genuine = shop.redis().get(result(paid));

        for (String value : new String[] {
            genuine.replace("paid", "declined"),
            genuine.replaceFirst("\\.[0-9a-f]{64}$", ""),
            "{\"status\":\"declined\"}"
        }) {
            shop.redis().set(result(paid), value);
            assertThat(paid.pay("k").body()).isEqualTo(yes.body());
        }
        shop.redis().set(result(declined), genuine);
        assertThat(declined.pay("k", TestCard.DECLINED).body()).isEqualTo(no.body());
    }

    private static String result(StoreClient client) {
        return "idempotency:payonce::request:" + Fingerprint.of(client.key("k"));
    }

    /** Returns the API's count of values without a seal of ours. */
    private double forged() {
        return shop.api().metric("payonce_cache_forged_total", "");
    }

    private static String mark(Event event) {
        return "idempotency:payonce::stripe:" + event.id();
    }
}
