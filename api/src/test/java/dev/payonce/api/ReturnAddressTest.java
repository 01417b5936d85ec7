package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.api.http.InvalidRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://s.example/order-received/7/?key=wc_order_AbC123, https://s.example/order-received/7/?key={order_key}",
        "https://s.example/?a=1&key=wc_order_AbC123&utm=x, https://s.example/?a=1&key={order_key}&utm=x",
        "http://s.example:8080/wc_order_AbC123/back#top, http://s.example:8080/{order_key}/back#top",
        "https://s.example/?k=wc_order_A1&key=wc_order_A1, https://s.example/?k={order_key}&key={order_key}",
        "https://s.example/?key=wc%5Forder%5FAbC123, https://s.example/?key={order_key}",
        "https://s.example/?key=%77c_order_%41bC123, https://s.example/?key={order_key}",
        "https://s.example/?key=wc_shop_AbC123&a=b, https://s.example/?key={order_key}&a=b",
        "https://s.example/?key={order_key}, https://s.example/?key={order_key}",
        "https://s.example/?next=%2Fa%2F, https://s.example/?next=%2Fa%2F"
    })
    void anOrdersKeyIsTakenOutOfTheAddressWhereverItStands(String address, String kept) throws Exception {
        assertThat(ReturnAddress.of(address)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s.example/?next=%252F%253Fkey%253Dwc%255Forder%255FAbC123",
                "https://s.example/?next=%3Fkey%3Dwc%255Forder_AbC123",
                "https://s.example/?next=a%3Fkey%3Dwc_shop_AbC123"
            })
    void aKeyThatIsHiddenDeeperIsRefusedWithoutRepeatingIt(String address) {
        assertThatThrownBy(() -> ReturnAddress.of(address))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("returnUrl")
                .hasMessageNotContaining("AbC123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "//shop.example/",
                "https:///x",
                "javascript:alert(1)",
                "https://u@s.example/",
                "https://s.example/ü",
                "https://s.example/\n"
            })
    void anythingButAnAbsoluteWebAddressIsRefused(String address) {
        assertThatThrownBy(() -> ReturnAddress.of(address)).isInstanceOf(InvalidRequest.class);
    }
}
