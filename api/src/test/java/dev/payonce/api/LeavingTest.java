package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.OpenOrder;
import dev.payonce.ledger.OpenWork;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tests of a store that leaves Payonce: it takes no new charge, and finishes what is in flight. */
class LeavingTest {

    @Test
    void leavingStoreTakesNoChargeAndFinishesTheRest() throws Exception {
        try (RunningApi api = leaving()) {
            HttpResponse<String> charge = api.post("/payments", "k-1", "{\"order\":7,\"paymentMethod\":\"pm_1\"}");
            assertProblem(charge, 409);
            assertThat(charge.body()).contains("\"code\":\"leaving\"");
            assertThat(api.systems.asked).isEmpty();

            api.post("/payments/7/capture", "k-2", "{}");
            api.post("/payments/7/refunds", "k-3", "{}");
            assertThat(api.systems.asked).hasSize(2);
            assertThat(api.callback("order evt_1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void storeMayLeaveOnceNothingIsInFlight() throws Exception {
        try (RunningApi api = leaving()) {
            api.fakes.work = new OpenWork.Page(
                    List.of(new OpenOrder(1017, List.of("pi_1 is authorized: capture it, or cancel it."))), 1);
            assertThat(api.get("/open-work").body())
                    .contains("\"mayLeave\":false", "\"count\":1", "\"order\":1017", "pi_1 is authorized");

            api.fakes.work = new OpenWork.Page(List.of(), 0);
            assertThat(api.get("/open-work").body()).contains("\"mayLeave\":true");
        }
    }

    @Test
    void storeThatTakesChargesMayNotLeave() throws Exception {
        try (RunningApi api = new RunningApi()) {
            assertThat(api.get("/open-work").body()).contains("\"mayLeave\":false", "\"chargesRefused\":false");
        }
    }

    private static RunningApi leaving() {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_MODE", "leave");
        return RunningApi.with(environment);
    }
}
