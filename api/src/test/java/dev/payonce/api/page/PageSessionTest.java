package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import dev.payonce.api.access.Scope;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sessions of the operators' page: log-in, forms, scopes and headers. */
class PageSessionTest {

    private static final Set<Scope> LIST = Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE);
    private static final Map<String, Set<Scope>> ROUTES = Map.ofEntries(
            Map.entry("GET /operations/", LIST),
            Map.entry("GET /operations/list.csv", LIST),
            Map.entry("GET /operations/orders", LIST),
            Map.entry("GET /operations/orders/7", Set.of(Scope.READ, Scope.DECIDE)),
            Map.entry("POST /operations/orders/7/decisions", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/orders/7/capture", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/orders/7/cancel", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/orders/7/refund", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/orders/7/refresh", Set.of(Scope.PAY, Scope.READ, Scope.OPERATE, Scope.DECIDE)),
            Map.entry("GET /operations/refresh", Set.of(Scope.OPERATE)),
            Map.entry("POST /operations/refresh", Set.of(Scope.OPERATE)),
            Map.entry("GET /operations/refresh/0123456789abcdef0123456789abcdef", LIST),
            Map.entry("POST /operations/money/handled", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/logout", LIST));

    private static final Pattern TOKEN_REFUSALS =
            Pattern.compile("payonce_refusals_total\\{[^}]*reason=\"token\"[^}]*} ([0-9.]+)");

    @AutoClose
    private static final PageScene scene = new PageScene();

    @BeforeEach
    void set() {
        scene.set();
    }

    /** The session of another token, another site, and a form without its key. */
    @Test
    void aFormThatIsNotTheSessionsOwnDoesNothing() throws Exception {
        Visit visit = new Visit(scene, Scope.DECIDE);
        String form = PageScene.decision("x").replace("&form=", "");

        assertThat(visit.send("POST", "/operations/orders/7/decisions", form).statusCode())
                .isEqualTo(403);
        assertThat(visit.send(
                                "POST",
                                "/operations/orders/7/decisions",
                                form + "&form=" + new Visit(scene, Scope.READ).key())
                        .statusCode())
                .isEqualTo(403);
        assertThat(scene.send(visit.request("/operations/orders/7/decisions")
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(BodyPublishers.ofString(PageScene.decision("x") + visit.key())))
                        .statusCode())
                .isEqualTo(403);
        assertThat(scene.decided()).isEmpty();
    }

    @Test
    void aSessionThatIsOverLeadsToTheLogInAndNothingTypedIsLost() throws Exception {
        Visit over = new Visit(scene, Scope.DECIDE);
        over.cookie("payonce=1." + over.cookie().substring(over.cookie().indexOf('.') + 1));

        HttpResponse<String> asked = over.decides("typed with care");
        Visit again = new Visit(scene, asked);
        HttpResponse<String> back = again.logIn(PageScene.token(Scope.DECIDE), asked.body());

        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.body()).contains("Your session is over", "typed with care");
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.body()).contains("nothing was done", "typed with care", "<h1>Order 7</h1>");
        assertThat(scene.decided()).isEmpty();
    }

    @Test
    void aForgedOrEndedSessionIsNone() throws Exception {
        Visit visit = new Visit(scene, Scope.READ);
        String cookie = visit.cookie();

        visit.cookie(cookie.substring(0, cookie.length() - 1) + (cookie.endsWith("0") ? "1" : "0"));
        assertThat(visit.get("/operations/").statusCode()).isEqualTo(401);
        visit.cookie(cookie);
        assertThat(visit.post("/operations/logout", "").headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("payonce=;", "Max-Age=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "https://evil.example/", "/payments/7", "/operations/orders/7/decisions", ""})
    void aLogInLeadsToThePageOnly(String next) throws Exception {
        Visit visit = new Visit(scene);

        assertThat(visit.send(
                                "POST",
                                "/operations/login",
                                "next=" + next + "&token=" + PageScene.token(Scope.READ) + "&form=" + visit.key())
                        .headers()
                        .firstValue("Location"))
                .hasValue("/operations/");
    }

    @Test
    void eachRouteTakesItsScopesAndNoOther() throws Exception {
        Map<String, Set<Scope>> taking = new HashMap<>();
        for (String address : ROUTES.keySet().stream()
                .map(route -> route.split(" ", 2)[1])
                .distinct()
                .toList()) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                for (Scope scope : LIST) {
                    Visit visit = new Visit(scene, scope);
                    int status =
                            visit.send(method, address, "form=" + visit.key()).statusCode();
                    String route = method.replace("HEAD", "GET") + " " + address;
                    if (ROUTES.containsKey(route) && status != 403) {
                        taking.computeIfAbsent(route, _ -> EnumSet.noneOf(Scope.class))
                                .add(scope);
                    }
                    assertThat(ROUTES.containsKey(route) || status == 403 || status == 405 || method.equals("OPTIONS"))
                            .as("%s with %s is %d", route, scope, status)
                            .isTrue();
                }
                assertThat(scene.send(HttpRequest.newBuilder(scene.at(address))
                                        .header("Authorization", "Bearer " + PageScene.token(Scope.DECIDE))
                                        .method(method, BodyPublishers.noBody()))
                                .statusCode())
                        .as("%s %s without a session", method, address)
                        .isEqualTo(401);
            }
        }
        ROUTES.forEach((route, scopes) -> assertThat(taking.get(route))
                .as(route)
                .containsExactlyInAnyOrderElementsOf(
                        LIST.stream().filter(scopes::contains).toList()));
        assertThat(scene.routes().stream()
                        .map(route ->
                                route.replace("{order}", "7").replace("{job}", "0123456789abcdef0123456789abcdef")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                ROUTES.keySet().stream(),
                                Stream.of(
                                        "GET /operations/login",
                                        "POST /operations/login",
                                        "GET /operations/style.css",
                                        "GET /operations/icon.svg"))
                        .toList());
    }

    /** The page shows a form only where its role may send it, and the server refuses it where it may not. */
    @Test
    void aRoleSeesAndDoesWhatItMay() throws Exception {
        for (Role role : Role.values()) {
            scene.set();
            boolean decides = role != Role.VIEWER;
            Visit visit = new Visit(scene, role);

            String page = visit.get("/operations/orders/7").body();

            assertThat(page.contains("action=\"/operations/orders/7/decisions\""))
                    .as(role.word())
                    .isEqualTo(decides);
            assertThat(page).contains("action=\"/operations/orders/7/refresh\"");
            assertThat(visit.decides("seen").statusCode()).as(role.word()).isEqualTo(decides ? 303 : 403);
            assertThat(scene.decided()).hasSize(decides ? 1 : 0);
            assertThat(visit.get("/operations/list.csv").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTokenThatMayNotReadGetsNoSession() throws Exception {
        for (Scope scope : EnumSet.complementOf(EnumSet.copyOf(LIST))) {
            Visit visit = new Visit(scene);
            HttpResponse<String> refused = visit.logIn(PageScene.token(scope), "");
            assertThat(refused.statusCode()).as(scope.word()).isEqualTo(403);
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void aWrongTokenOfTheFormIsCountedAsOneOfTheApi() throws Exception {
        Visit wrong = new Visit(scene);
        double before = refused();

        assertThat(wrong.logIn("guess", "").body()).contains("This token is not known");

        assertThat(refused()).isEqualTo(before + 1);
    }

    private static double refused() throws Exception {
        String metrics = scene.send(HttpRequest.newBuilder(scene.at("/actuator/prometheus"))
                        .header("Authorization", "Bearer " + PageScene.token(Scope.METRICS)))
                .body();
        Matcher count = TOKEN_REFUSALS.matcher(metrics);
        return count.find() ? Double.parseDouble(count.group(1)) : 0;
    }

    /** Its pattern fits the API's own address of decisions, with "orders" for the number. */
    @Test
    void noSessionReachesARouteOfTheApi() throws Exception {
        Visit visit = new Visit(scene, Scope.READ);

        HttpResponse<String> answer = visit.post("/operations/orders/decisions", "review=1");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        assertThat(answer.body()).contains("does not take this method");
    }

    @Test
    void noPageHasATokenAndEachForbidsWhatIsNotItsOwn() throws Exception {
        Visit visit = new Visit(scene, Scope.DECIDE);
        for (String address : List.of(
                "/operations/",
                "/operations/orders/7",
                "/operations/orders/8",
                "/operations/?kind=x",
                "/operations/login")) {
            HttpResponse<String> page = visit.get(address);
            assertThat(page.body())
                    .as(address)
                    .doesNotContain(PageScene.token(Scope.DECIDE), PageScene.hash(Scope.DECIDE))
                    .doesNotContainPattern("(?i)<script|<style| style=| on[a-z]+=|src=|=\"//|href=\"http://");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValue("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        }
        assertThat(visit.cookie()).doesNotContain(PageScene.hash(Scope.DECIDE));
    }

    @Test
    void aCookieIsSecureUnderTlsAlsoBehindAProxy() throws Exception {
        HttpRequest.Builder login = HttpRequest.newBuilder(scene.at("/operations/login"));

        assertThat(scene.send(login.copy()).headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("payonce=", "HttpOnly", "SameSite=Strict")
                .containsPattern("Max-Age=3[56][0-9]{2};")
                .doesNotContain("Secure");
        assertThat(scene.send(login.header("X-Forwarded-Proto", "https"))
                        .headers()
                        .firstValue("Set-Cookie"))
                .get()
                .asString()
                .contains("__Host-payonce=", "Secure", "Path=/");
    }
}
