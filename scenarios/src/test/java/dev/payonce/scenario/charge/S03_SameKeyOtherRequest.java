package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** The same key for something else: 422, no call to the gateway, and the first result untouched. */
class S03_SameKeyOtherRequest {

    private final Shop shop;

    S03_SameKeyOtherRequest(Shop shop) {
        this.shop = shop;
    }

    @Test
    void anotherCard() {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer first = checkout.pay("key");
        isRefused(() -> checkout.pay("key", TestCard.MASTERCARD));
        assertThat(checkout.pay("key").body()).isEqualTo(first.body());
        checkout.isPaidOnce();
    }

    @Test
    void anotherWayToCapture() {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("key");
        isRefused(() -> checkout.authorize("key"));
        checkout.isPaidOnce();
    }

    @Test
    void anotherKindOfRequest() {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("key");
        isRefused(() -> checkout.cancel("key"));
        isRefused(() -> checkout.capture("key"));
        checkout.isPaidOnce();
    }

    @Test
    void anotherOrderWhateverRedisKnows() {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("key");
        StoreClient other = new StoreClient(shop);
        isRefused(() -> shop.api().ask("/payments", checkout.key("key"), other.form(TestCard.VISA, "automatic")));
        shop.all().redis().flush();
        isRefused(() -> shop.api().ask("/payments", checkout.key("key"), other.form(TestCard.VISA, "automatic")));
        assertThat(other.charges()).isEmpty();
        other.underTest().isUntouched();
        checkout.isPaidOnce();
    }

    private void isRefused(java.util.function.Supplier<StoreProgram.Answer> request) {
        int before = shop.all().stripe().calls().all().size();
        StoreProgram.Answer result = request.get();
        assertThat(result.status()).as(result.body()).isEqualTo(422);
        assertThat(result.type()).startsWith("application/problem+json");
        assertThat(shop.all().stripe().calls().all()).hasSize(before);
    }
}
