package dev.payonce.api.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The checks of a running API, over HTTP. */
final class ApiChecks {

    private static final Duration SKEW = Duration.ofSeconds(5);

    private ApiChecks() {}

    static List<Check> of(ApiClient api) {
        List<Check> checks = new ArrayList<>();
        try {
            ApiClient.Answer ready = api.get("/actuator/health/readiness");
            checks.add(new Check(
                    "API",
                    ready.status() == 200,
                    "readiness is " + ready.body().path("status").asString("unknown") + parts(ready.body()),
                    "Read the API's log; the part that is down has its own line below"));
            long date = ready.headers().getFirstDate("Date");
            Duration skew =
                    Duration.between(Instant.ofEpochMilli(date), Instant.now()).abs();
            checks.add(new Check(
                    "clock",
                    date < 0 || skew.compareTo(SKEW) < 0,
                    "the API's clock differs by " + skew.toSeconds() + " s from this machine's",
                    "Run NTP on both machines"));
            int status = api.get("/operations").status();
            checks.add(new Check(
                    "token",
                    status == 200,
                    "GET /operations answers " + status,
                    status == 403
                            ? "Give the token a role: viewer, operator or admin"
                            : "Compare PAYONCE_TOKEN with PAYONCE_STORE_TOKENS"));
        } catch (ApiClient.Failed failed) {
            checks.add(new Check(
                    "API", false, String.valueOf(failed.getMessage()), "Start the API, or correct PAYONCE_URL"));
        }
        return checks;
    }

    private static String parts(JsonNode health) {
        StringBuilder parts = new StringBuilder();
        health.path("components")
                .properties()
                .forEach(part -> parts.append(", ")
                        .append(part.getKey())
                        .append(' ')
                        .append(part.getValue().path("status").asString("")));
        return parts.toString();
    }
}
