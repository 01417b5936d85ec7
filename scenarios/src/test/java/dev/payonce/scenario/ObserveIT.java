package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.server.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody switches payments overnight: Payonce looks on and tells what it would do; then it is let do it. */
@OnRealServers
class ObserveIT {

    @Test
    void whatWouldBeDoneIsToldAndNotDoneUntilPayonceMayAct(Shop shop) {
        try (Branch branch = shop.branch("looker", Map.of("PAYONCE_MODE", "observe"))) {
            Door api = new Door(
                    branch.start().await("readiness").apiUrl(), shop.all().credentials());
            BranchSale unnoticed = BranchSale.byPlugin(shop, branch, 91).deliver();
            BranchSale noticed = BranchSale.byPlugin(shop, branch, 92).deliver();
            JsonNode story = story(api, unnoticed);
            story(api, noticed);
            noticed.isPaidByTheShop();

            assertThat(story.path("observed").asBoolean()).isTrue();
            assertThat(story.path("status").asText()).isEqualTo("PAID");
            assertThat(story.path("timeline").findValuesAsText("says"))
                    .anyMatch(says -> says.startsWith("Not done, only observed: The order became paid by"));
            assertThat(verdict(api, unnoticed)).isEqualTo("paid_unnoticed");
            assertThat(verdict(api, noticed)).isEqualTo("same");
            unnoticed.isUntouched();
            Door.Answer wish = api.ask("/payments/" + unnoticed.id() + "/cancel", "k1", "{}");
            assertThat(wish.status()).as(wish.body()).isEqualTo(409);

            branch.startAgain(Map.of("PAYONCE_MODE", "act")).await("readiness");
            unnoticed.deliver();
            assertThat(story(api, unnoticed).path("observed").isMissingNode()).isTrue();
            unnoticed.isPaidOnce();
            assertThat(api.get("/observations").status()).isEqualTo(404);
        }
    }

    private static JsonNode story(Door api, BranchSale sale) {
        String address = "/payments/" + sale.id();
        Await.until(
                sale.id() + " is observed",
                Shop.PATIENCE,
                () -> api.get(address).body().contains("became paid"));
        return api.get(address).json();
    }

    private static String verdict(Door api, BranchSale sale) {
        for (JsonNode row : api.get("/observations").json().path("orders")) {
            if (row.path("order").asLong() == sale.id()) {
                return row.path("verdict").asText();
            }
        }
        return "none";
    }
}
