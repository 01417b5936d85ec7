package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the words by which programs know a problem. */
class ProblemCodesTest {

    private static final Pattern IN_CODE = Pattern.compile("\\.code\\(\"([a-z_]+)\"\\)");
    private static final Pattern ON_PAGE = Pattern.compile("<a id=\"([a-z_]+)\"></a>`\\1`");

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /payments/8, payment_unknown",
        "GET, /payments/abc, payment_unknown",
        "POST, /payments/abc/cancel, no_order_number",
        "POST, /payments, field_invalid",
        "GET, /nothing, not_found",
        "PUT, /payments, method_not_allowed",
        "GET, /shadow-report, no_shadow_report",
        "POST, /webhooks/unknown, account_unknown"
    })
    void aProblemHasACodeAndItsTypeLeadsToThePage(String method, String address, String code) throws Exception {
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(api.at(address))
                .header("Authorization", "Bearer " + RunningApi.TOKEN)
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"type\":\"/problems#" + code + "\"");
        assertThat(api.get("/problems").body()).contains("<a id=\"" + code + "\"></a>");
    }

    /** {@code GET /observations?x} was once a 500. */
    @ParameterizedTest
    @ValueSource(strings = {"?%zz", "?after=%zz", "?after=%", "?%=1", "?=1"})
    void aMalformedQueryIsTheCallersFault(String query) throws Exception {
        assertThat(status(query)).as(query).isIn(400, 404);
    }

    @Test
    void everyAnswerHasARequestIdThatTheCallerMayChoose() throws Exception {
        for (String address : List.of("/payments/8", "/openapi.yaml", "/nothing", "/actuator/health/liveness")) {
            assertThat(api.get(address).headers().firstValue("X-Request-Id"))
                    .as(address)
                    .isPresent();
        }
        HttpResponse<String> chosen =
                api.send(HttpRequest.newBuilder(api.at("/payments/8")).header("X-Request-Id", "chosen-by-caller"));
        HttpResponse<String> refused =
                api.send(HttpRequest.newBuilder(api.at("/payments/8")).header("X-Request-Id", "a b\tc <x> line"));
        assertThat(chosen.headers().firstValue("X-Request-Id")).hasValue("chosen-by-caller");
        assertThat(refused.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
    }

    @Test
    void pageAndDescriptionListTheCodesOfTheCode() throws IOException {
        Set<String> page = matches(ON_PAGE, Files.readString(Path.of("src/main/resources/problems.md")));
        String description = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        String sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(Files::isRegularFile)
                    .map(ProblemCodesTest::read)
                    .collect(Collectors.joining());
        }

        assertThat(matches(IN_CODE, sources)).hasSizeGreaterThan(10).isSubsetOf(page);
        assertThat(page).allMatch(code -> description.contains(code + ",") || description.contains(code + "\n"));
    }

    private static int status(String query) throws Exception {
        // The client refuses to send such a query, so it is written by hand.
        return api.status("GET /shadow-report" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + RunningApi.TOKEN + "\r\nConnection: close\r\n\r\n");
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(file + " cannot be read", unreadable);
        }
    }
}
