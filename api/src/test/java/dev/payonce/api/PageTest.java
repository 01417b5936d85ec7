package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.access.Scope;
import dev.payonce.health.StoreStatus;
import dev.payonce.review.DecisionResult;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' page over real HTTP, without a browser. */
class PageTest {

    private static final Set<Scope> LIST = Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE);
    private static final Map<String, Set<Scope>> ROUTES = Map.of(
            "GET /operations/", LIST,
            "GET /operations/list.csv", LIST,
            "GET /operations/orders", LIST,
            "GET /operations/orders/7", Set.of(Scope.READ, Scope.DECIDE),
            "POST /operations/orders/7/decisions", Set.of(Scope.DECIDE),
            "POST /operations/orders/7/refresh", Set.of(Scope.PAY, Scope.READ, Scope.OPERATE, Scope.DECIDE),
            "POST /operations/logout", LIST);

    private static RunningApi api;

    private final PageScene scene = new PageScene(api.fakes);

    @BeforeAll
    static void start() {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_REQUESTS_PER_SECOND", "10000");
        environment.put("PAYONCE_LINK_ORDER", "https://shop.example/wp-admin/post.php?post={order}&action=edit");
        environment.put("PAYONCE_LINK_RUN", "https://temporal.example/namespaces/default/workflows/{run}");
        environment.put(
                "PAYONCE_STORE_TOKENS",
                Stream.of(Scope.values())
                        .map(scope -> "only-" + scope.word() + ":" + scope.word() + ":"
                                + ScopesTest.hash(ScopesTest.token(scope)))
                        .collect(Collectors.joining(",")));
        api = RunningApi.with(environment);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.systems.forget();
        scene.set();
    }

    @Test
    void theFirstScreenCountsWhatNeedsAPersonWithAges() throws Exception {
        String page = new Visit(Scope.READ).get("/operations/").body();

        assertThat(page)
                .contains("<h1>3 matters need you</h1>", "oldest: 3 hours", "Another amount than the order asks")
                .contains("href=\"/operations/orders/7\"", "The payment cannot go on", "12.00 EUR")
                .containsSubsequence("pi_9 at stripe", "Order 7", "Order 9");
    }

    @Test
    void anEmptyListSaysThatNothingNeedsAPerson() throws Exception {
        api.fakes.forget();

        assertThat(new Visit(Scope.READ).get("/operations/").body())
                .contains("<h1>Nothing needs you</h1>", "No review is open");
    }

    @Test
    void aFilterIsPartOfTheAddressAndOfTheCsvLink() throws Exception {
        Visit visit = new Visit(Scope.READ);

        assertThat(visit.get("/operations/?kind=stalled&code=&sort=").body())
                .contains("1 row", "/operations/list.csv?kind=stalled")
                .doesNotContain("Order 7");
        assertThat(visit.get("/operations/list.csv?kind=stalled").body()).startsWith("kind,order,run,code");
        assertThat(visit.get("/operations/?kind=all").statusCode()).isEqualTo(400);
        assertThat(visit.get("/operations/orders?order=7").headers().firstValue("Location"))
                .hasValue("/operations/orders/7");
    }

    @Test
    void aReviewSaysInWordsWhatEachChoiceDoes() throws Exception {
        assertThat(new Visit(Scope.DECIDE).get("/operations/orders/7").body())
                .contains("Refunds 59.90 EUR of pi_1 to the shopper. It cannot be undone.")
                .contains("Accepts the 59.90 EUR that pi_1 captured", "Refund 59.90 EUR of pi_1</button>")
                .contains("<td data-name=\"Payonce\">49.90 EUR</td>", "differs", "captured: 59.90 EUR")
                .contains("https://shop.example/wp-admin/post.php?post=7&amp;action=edit", "workflows/7");
    }

    @Test
    void whoMayOnlyReadSeesTheChoicesAndNoButtonForThem() throws Exception {
        assertThat(new Visit(Scope.READ).get("/operations/orders/7").body())
                .contains("Refunds 59.90 EUR", "for a token with the scope decide")
                .doesNotContain("/decisions\"", "<textarea");
    }

    @Test
    void aDecisionGoesTheWayOfTheApiUnderTheTokensName() throws Exception {
        Visit visit = new Visit(Scope.DECIDE);

        HttpResponse<String> decided = visit.decides("agreed <b>on the phone</b>");

        assertThat(decided.statusCode()).isEqualTo(303);
        assertThat(decided.headers().firstValue("Location")).hasValue("/operations/orders/7?done=decided");
        assertThat(scene.decided.getFirst().who()).isEqualTo("only-decide");
        assertThat(visit.get("/operations/orders/7?done=decided").body())
                .contains("Your decision is recorded", "has not set the order to paid", "only-decide decided review 1", "agreed &lt;b&gt;on the phone")
                .doesNotContain("<b>on the phone", "/decisions\"");
    }

    @Test
    void theSecondOfTwoOperatorsSeesWhatTheFirstDid() throws Exception {
        Visit second = new Visit(Scope.DECIDE);
        new Visit(Scope.DECIDE).decides("first");

        HttpResponse<String> late = second.decides("second");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Your decision was not taken: only-decide decided this review", "dismiss");
        assertThat(scene.decided).hasSize(1);
    }

    @Test
    void aReasonIsMandatoryAndWhatWasTypedStays() throws Exception {
        Visit visit = new Visit(Scope.DECIDE);

        assertThat(visit.decides(" ").statusCode()).isEqualTo(400);
        api.fakes.decisions = (_, _) -> {
            throw new IllegalStateException("secret detail");
        };
        HttpResponse<String> away = visit.decides("typed with care");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("typed with care", "It counts once").doesNotContain("secret detail");
    }

    @Test
    void aRefreshGoesTheWayOfTheApi() throws Exception {
        Visit visit = new Visit(Scope.OPERATE);

        assertThat(visit.post("/operations/orders/7/refresh", "").statusCode()).isEqualTo(303);
        api.systems.temporalIsAway = true;
        assertThat(new Visit(Scope.READ)
                        .post("/operations/orders/7/refresh", "")
                        .body())
                .contains("could not be refreshed");
        assertThat(api.systems.asked).hasSize(2);
    }

    /** The session of another token, another site, and a form without its key. */
    @Test
    void aFormThatIsNotTheSessionsOwnDoesNothing() throws Exception {
        Visit visit = new Visit(Scope.DECIDE);
        String form = PageScene.decision("x").replace("&form=", "");

        assertThat(visit.send("POST", "/operations/orders/7/decisions", form).statusCode())
                .isEqualTo(403);
        assertThat(visit.send("POST", "/operations/orders/7/decisions", form + "&form=" + new Visit(Scope.READ).key)
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.send(visit.request("/operations/orders/7/decisions")
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(BodyPublishers.ofString(PageScene.decision("x") + visit.key)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(scene.decided).isEmpty();
    }

    @Test
    void aSessionThatIsOverLeadsToTheLogInAndNothingTypedIsLost() throws Exception {
        Visit over = new Visit(Scope.DECIDE);
        over.cookie = "payonce=1." + over.cookie.substring(over.cookie.indexOf('.') + 1);

        HttpResponse<String> asked = over.decides("typed with care");
        Visit again = new Visit(asked);
        HttpResponse<String> back = again.logIn(ScopesTest.token(Scope.DECIDE), asked.body());

        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.body()).contains("Your session is over", "typed with care");
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.body()).contains("nothing was done", "typed with care", "<h1>Order 7</h1>");
        assertThat(scene.decided).isEmpty();
    }

    @Test
    void aForgedOrEndedSessionIsNone() throws Exception {
        Visit visit = new Visit(Scope.READ);
        String cookie = visit.cookie;

        visit.cookie = cookie.substring(0, cookie.length() - 1) + (cookie.endsWith("0") ? "1" : "0");
        assertThat(visit.get("/operations/").statusCode()).isEqualTo(401);
        visit.cookie = cookie;
        assertThat(visit.post("/operations/logout", "").headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("payonce=;", "Max-Age=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "https://evil.example/", "/payments/7", "/operations/orders/7/decisions", ""})
    void aLogInLeadsToThePageOnly(String next) throws Exception {
        Visit visit = new Visit(api.send(HttpRequest.newBuilder(api.at("/operations/login"))));

        assertThat(visit.send(
                                "POST",
                                "/operations/login",
                                "next=" + next + "&token=" + ScopesTest.token(Scope.READ) + "&form=" + visit.key)
                        .headers()
                        .firstValue("Location"))
                .hasValue("/operations/");
    }

    @Test
    void eachRouteTakesItsScopesAndNoOther() throws Exception {
        Map<String, Set<Scope>> taking = new HashMap<>();
        for (String address : ROUTES.keySet().stream().map(route -> route.split(" ")[1]).distinct().toList()) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                for (Scope scope : LIST) {
                    Visit visit = new Visit(scope);
                    int status = visit.send(method, address, "form=" + visit.key).statusCode();
                    String route = method.replace("HEAD", "GET") + " " + address;
                    if (ROUTES.containsKey(route) && status != 403) {
                        taking.computeIfAbsent(route, _ -> EnumSet.noneOf(Scope.class)).add(scope);
                    }
                    assertThat(ROUTES.containsKey(route) || status == 403 || status == 405 || method.equals("OPTIONS"))
                            .as("%s with %s is %d", route, scope, status)
                            .isTrue();
                }
                assertThat(api.send(HttpRequest.newBuilder(api.at(address))
                                        .header("Authorization", "Bearer " + ScopesTest.token(Scope.DECIDE))
                                        .method(method, BodyPublishers.noBody()))
                                .statusCode())
                        .as("%s %s without a session", method, address)
                        .isEqualTo(401);
            }
        }
        ROUTES.forEach((route, scopes) -> assertThat(taking.get(route))
                .as(route)
                .containsExactlyInAnyOrderElementsOf(LIST.stream().filter(scopes::contains).toList()));
        assertThat(api.routes(true).stream().map(route -> route.replace("{order}", "7")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                ROUTES.keySet().stream(),
                                Stream.of(
                                        "GET /operations/login",
                                        "POST /operations/login",
                                        "GET /operations/style.css",
                                        "GET /operations/icon.svg"))
                        .toList());
    }

    @Test
    void aTokenThatMayNotReadGetsNoSession() throws Exception {
        for (Scope scope : EnumSet.complementOf(EnumSet.copyOf(LIST))) {
            Visit visit = new Visit(api.send(HttpRequest.newBuilder(api.at("/operations/login"))));
            HttpResponse<String> refused = visit.logIn(ScopesTest.token(scope), "");
            assertThat(refused.statusCode()).as(scope.word()).isEqualTo(403);
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        }
        Visit wrong = new Visit(api.send(HttpRequest.newBuilder(api.at("/operations/login"))));
        assertThat(wrong.logIn("guess", "").body()).contains("This token is not known");
    }

    @Test
    void noPageHasATokenAndEachForbidsWhatIsNotItsOwn() throws Exception {
        Visit visit = new Visit(Scope.DECIDE);
        for (String address :
                List.of("/operations/", "/operations/orders/7", "/operations/orders/8", "/operations/?kind=x", "/operations/login")) {
            HttpResponse<String> page = visit.get(address);
            assertThat(page.body())
                    .as(address)
                    .doesNotContain(ScopesTest.token(Scope.DECIDE), ScopesTest.hash(ScopesTest.token(Scope.DECIDE)))
                    .doesNotContainPattern("(?i)<script|<style| style=| on[a-z]+=|src=|=\"//|href=\"http://");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValue("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        }
        assertThat(visit.cookie).doesNotContain(ScopesTest.hash(ScopesTest.token(Scope.DECIDE)));
    }

    @Test
    void aCookieIsSecureUnderTlsAlsoBehindAProxy() throws Exception {
        HttpRequest.Builder login = HttpRequest.newBuilder(api.at("/operations/login"));

        assertThat(api.send(login.copy()).headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("payonce=", "HttpOnly", "SameSite=Strict")
                .containsPattern("Max-Age=3[56][0-9]{2};")
                .doesNotContain("Secure");
        assertThat(api.send(login.header("X-Forwarded-Proto", "https"))
                        .headers()
                        .firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("__Host-payonce=", "Secure", "Path=/");
    }

    @Test
    void aProblemIsAPageAndTheLogInWorksWhileTheStoreCannotBeServed() throws Exception {
        api.fakes.store = new StoreStatus.Status(StoreStatus.Kind.NOT_SUPPORTED, "Redis is the order storage");
        Visit visit = new Visit(Scope.DECIDE);

        HttpResponse<String> refused = visit.decides("typed with care");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("Redis is the order storage.", "typed with care", "<h1>Service Unavailable");
        api.fakes.databaseIsAway = true;
        assertThat(visit.get("/operations/orders/7").body()).contains("The ledger cannot be read now");
    }

    @Test
    void aKeptOrEffectlessDecisionSaysSo() throws Exception {
        Visit visit = new Visit(Scope.DECIDE);
        for (var end : Map.of(
                        new DecisionResult.Kept(), "is kept",
                        new DecisionResult.NoEffect(), "had no effect",
                        new DecisionResult.NotOpen(), "no longer open",
                        new DecisionResult.NotOffered(List.of()), "no longer possible")
                .entrySet()) {
            api.fakes.decisions = (_, _) -> end.getKey();
            assertThat(visit.decides("x").body()).contains(end.getValue());
        }
    }

    /** A browser's visit: its cookie, and the key of its forms. */
    private static final class Visit {

        private static final Pattern KEY = Pattern.compile("name=\"form\" value=\"([0-9a-f]{64})\"");

        private String cookie;
        private String key;

        Visit(HttpResponse<String> page) {
            take(page);
        }

        Visit(Scope scope) throws Exception {
            this(api.send(HttpRequest.newBuilder(api.at("/operations/login"))));
            take(logIn(ScopesTest.token(scope), ""));
            take(get("/operations/"));
        }

        private void take(HttpResponse<String> page) {
            page.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
            Matcher found = KEY.matcher(page.body());
            if (found.find()) {
                key = found.group(1);
            }
        }

        HttpResponse<String> logIn(String token, String page) throws Exception {
            String next = page.contains("value=\"/operations/orders/7\"") ? "/operations/orders/7" : "";
            String why = page.contains("typed with care") ? "typed+with+care" : "";
            return send(
                    "POST",
                    "/operations/login",
                    "token=" + token + "&next=" + next + "&why=" + why + "&choice=choice-1-dismiss-&form=" + key);
        }

        HttpResponse<String> decides(String why) throws Exception {
            return send("POST", "/operations/orders/7/decisions", PageScene.decision(why) + key);
        }

        HttpResponse<String> get(String address) throws Exception {
            return send("GET", address, "");
        }

        HttpResponse<String> post(String address, String fields) throws Exception {
            return send("POST", address, fields + "&form=" + key);
        }

        HttpRequest.Builder request(String address) {
            return HttpRequest.newBuilder(api.at(address)).header("Cookie", cookie);
        }

        HttpResponse<String> send(String method, String address, String body) throws Exception {
            return api.send(request(address)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .method(
                            method,
                            method.matches("GET|HEAD|OPTIONS")
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(body)));
        }
    }
}
