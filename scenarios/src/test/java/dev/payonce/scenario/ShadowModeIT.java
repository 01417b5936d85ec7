package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of a shop's first days: Payonce reports in shadow mode what it would do; then the merchant lets it act. */
class ShadowModeIT {

    @Test
    void anEffectIsReportedAndLeftOutUntilPayonceMayAct(Shop shop) {
        try (Branch branch = shop.branch("looker", Map.of("PAYONCE_MODE", "shadow"));
                StoreProgram api = new StoreProgram(branch.apiUrl(), shop.all().credentials())) {
            branch.start().await("readiness");
            BranchOrder unnoticed = BranchOrder.byPlugin(shop, branch, 91).deliver();
            BranchOrder noticed = BranchOrder.byPlugin(shop, branch, 92).deliver();
            JsonNode timeline = timeline(api, unnoticed);
            timeline(api, noticed);
            noticed.isPaidByTheShop();

            assertThat(timeline.path("shadow").asBoolean()).isTrue();
            assertThat(timeline.path("status").asText()).isEqualTo("PAID");
            assertThat(timeline.path("timeline").findValuesAsText("says"))
                    .anyMatch(says -> says.startsWith("Not done (shadow mode): The order became paid by"));
            assertThat(verdict(api, unnoticed)).isEqualTo("paid_unnoticed");
            assertThat(verdict(api, noticed)).isEqualTo("same");
            unnoticed.isUntouched();
            StoreProgram.Answer refused = api.ask("/payments/" + unnoticed.id() + "/cancel", "k1", "{}");
            assertThat(refused.status()).as(refused.body()).isEqualTo(409);

            branch.startAgain(Map.of("PAYONCE_MODE", "act")).await("readiness");
            unnoticed.deliver();
            assertThat(timeline(api, unnoticed).path("shadow").isMissingNode()).isTrue();
            unnoticed.isPaidOnce();
            assertThat(api.get("/shadow-report").status()).isEqualTo(404);
        }
    }

    private static JsonNode timeline(StoreProgram api, BranchOrder underTest) {
        String address = "/payments/" + underTest.id();
        Await.until(
                underTest.id() + " is in the shadow ledger",
                Shop.PATIENCE,
                () -> api.get(address).body().contains("became paid"));
        return api.get(address).json();
    }

    private static String verdict(StoreProgram api, BranchOrder underTest) {
        for (JsonNode row : api.get("/shadow-report").json().path("orders")) {
            if (row.path("order").asLong() == underTest.id()) {
                return row.path("verdict").asText();
            }
        }
        return "none";
    }
}
