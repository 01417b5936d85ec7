package dev.payonce.woocommerce.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.ChargeDetails;
import dev.payonce.reconcile.Policy.ShopperNotice;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of what an order says of its shopper, and of what a gateway gets of it. */
class ChargeDetailsMapperTest {

    private final Map<String, String> meta = new HashMap<>(Map.of(
            "_billing_first_name", "Ann",
            "_billing_last_name", "Lee",
            "_billing_email", "ann@example.org",
            "_shipping_first_name", "Bob",
            "_shipping_address_1", "Street 1",
            "_shipping_country", "DE",
            "_customer_ip_address", "192.0.2.1"));

    @Test
    void shopAndNumberMakeTheDescription() {
        assertThat(of("Tea &amp; Co", ShopperNotice.NONE).description()).isEqualTo("Tea & Co order N-7");
        assertThat(of(" ", ShopperNotice.NONE).description()).isEqualTo("Order N-7");
    }

    @Test
    void nameAddressAndBrowserAreTheOrders() {
        ChargeDetails details = of("Tea", ShopperNotice.NONE);

        assertThat(details.name()).isEqualTo("Ann Lee");
        assertThat(details.email()).isEqualTo("ann@example.org");
        assertThat(details.ip()).isEqualTo("192.0.2.1");
        assertThat(details.shipping().orElseThrow().name()).isEqualTo("Bob");
        assertThat(details.receipt()).isFalse();
    }

    @Test
    void anOrderThatIsNotShippedHasNoAddress() {
        meta.remove("_shipping_address_1");

        assertThat(of("Tea", ShopperNotice.NONE).shipping()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann@", "@example.org", "ann @example.org", "ann@example"})
    void anAddressThatNoMailReachesIsLeftOut(String email) {
        meta.put("_billing_email", email);

        assertThat(of("Tea", ShopperNotice.NONE).email()).isEmpty();
    }

    @Test
    void aCountryOrAnAddressOfTheNetThatNoGatewayTakesIsLeftOut() {
        meta.put("_shipping_country", "Germany");
        meta.put("_customer_ip_address", "unknown");

        ChargeDetails details = of("Tea", ShopperNotice.NONE);

        assertThat(details.shipping().orElseThrow().country()).isEmpty();
        assertThat(details.ip()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Order {order}, Order N-7", "'', ''", "Shop, Shop", "abcdefghijklm {order}, abcdefghijklm N-7"})
    void theSuffixNamesTheOrderAndIsNeverTooLong(String template, String suffix) {
        assertThat(of("Tea", new ShopperNotice(true, template)).suffix())
                .isEqualTo(suffix)
                .hasSizeLessThanOrEqualTo(17);
    }

    @Test
    void noFieldIsLongerThanAGatewayTakes() {
        meta.put("_billing_first_name", "A".repeat(500));

        assertThat(of("T".repeat(500), ShopperNotice.NONE).name()).hasSize(200);
        assertThat(of("T".repeat(500), ShopperNotice.NONE).description()).hasSize(200);
    }

    private ChargeDetails of(String shop, ShopperNotice notice) {
        return new ChargeDetailsMapper(meta).of("N-7", shop, notice);
    }
}
