package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The checkout of one cart that is sent twice makes two orders, and one of them is charged. */
class S42_TwinOrders {

    private final Shop shop;
    private final StoreClient first;
    private final StoreClient second;

    S42_TwinOrders(Shop shop) {
        this.shop = shop;
        this.first = new StoreClient(shop);
        this.second = new StoreClient(shop);
        oneCart();
    }

    @Test
    void bothAtTheSameMomentAreOneCharge() {
        List<StoreProgram.Answer> answers =
                StoreClient.atOnce(List.of(() -> first.pay("one"), () -> second.pay("other")));

        assertThat(answers).extracting(StoreClient::status).containsExactlyInAnyOrder("paid", "refused");
        assertThat(first.charges().size() + second.charges().size()).isEqualTo(1);
        StoreProgram.Answer refused = answers.stream()
                .filter(answer -> StoreClient.status(answer).equals("refused"))
                .findFirst()
                .orElseThrow();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("twin_of");
        assertThat(refused.json().path("twinOf").asLong())
                .isIn(first.underTest().id(), second.underTest().id());
    }

    @Test
    void theSecondNamesTheFirstAndIsChargedOnceThatOneDeclined() {
        assertThat(StoreClient.status(first.pay("one", TestCard.DECLINED))).isEqualTo("declined");
        first.underTest().rests();

        assertThat(StoreClient.status(second.pay("other"))).isEqualTo("paid");

        StoreProgram.Answer refused = first.pay("again");
        assertThat(refused.json().path("twinOf").asLong())
                .isEqualTo(second.underTest().id());
        second.isPaidOnce();
    }

    private void oneCart() {
        JdbcClient sql = shop.all().store().sql();
        String prefix = shop.all().store().prefix();
        String cart = "cart-" + first.underTest().id();
        StoreOrder same = second.underTest().order();
        for (long order : List.of(first.underTest().id(), second.underTest().id())) {
            sql.sql("UPDATE " + prefix
                            + "wc_orders SET customer_id = 0, billing_email = ?, total_amount = ?, currency = ?"
                            + " WHERE id = ?")
                    .params(cart + "@example.invalid", same.total(), same.currency(), order)
                    .update();
            sql.sql("UPDATE " + prefix + "wc_order_operational_data SET cart_hash = ? WHERE order_id = ?")
                    .params(cart, order)
                    .update();
        }
    }
}
