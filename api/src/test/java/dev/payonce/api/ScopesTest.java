package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.access.Role;
import dev.payonce.api.access.Scope;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of every route, every method, and every scope and role. */
class ScopesTest {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** The scopes that a route takes; what is not here is no route, or is open. */
    private static final Map<String, Set<Scope>> ROUTES = Map.ofEntries(
            Map.entry("POST /payments", Set.of(Scope.PAY)),
            Map.entry("POST /payments/7/capture", Set.of(Scope.PAY)),
            Map.entry("POST /payments/7/cancel", Set.of(Scope.PAY)),
            Map.entry("POST /payments/7/refunds", Set.of(Scope.REFUND)),
            Map.entry("POST /payments/7/refresh", Set.of(Scope.PAY, Scope.READ, Scope.OPERATE, Scope.DECIDE)),
            Map.entry("GET /payments/7", Set.of(Scope.READ, Scope.DECIDE)),
            Map.entry("GET /operations", Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE)),
            Map.entry("POST /operations/7/decisions", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/handled", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/sweep", Set.of(Scope.OPERATE)),
            Map.entry("POST /operations/7/capture", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/7/cancel", Set.of(Scope.DECIDE)),
            Map.entry("POST /operations/7/refunds", Set.of(Scope.DECIDE)),
            Map.entry("GET /shadow-report", Set.of(Scope.READ, Scope.OPERATE)),
            Map.entry("GET /open-work", Set.of(Scope.READ, Scope.OPERATE)),
            Map.entry("GET /actuator/prometheus", Set.of(Scope.METRICS)),
            Map.entry("GET /actuator", Set.of(Scope.METRICS)),
            Map.entry("POST /codec/decode", Set.of(Scope.DECODE)));

    /** The routes that a role takes; it takes no other one. */
    private static final Map<Role, Set<String>> ROLES = Map.of(
            Role.VIEWER,
            Set.of(
                    "POST /payments/7/refresh",
                    "GET /payments/7",
                    "GET /operations",
                    "GET /shadow-report",
                    "GET /open-work"),
            Role.OPERATOR,
            Set.of(
                    "POST /payments/7/refresh",
                    "GET /payments/7",
                    "GET /operations",
                    "POST /operations/7/decisions",
                    "POST /operations/handled",
                    "POST /operations/sweep",
                    "POST /operations/7/capture",
                    "POST /operations/7/cancel",
                    "POST /operations/7/refunds",
                    "GET /shadow-report",
                    "GET /open-work"),
            Role.ADMIN,
            Set.of(
                    "POST /payments/7/refresh",
                    "GET /payments/7",
                    "GET /operations",
                    "POST /operations/7/decisions",
                    "POST /operations/handled",
                    "POST /operations/sweep",
                    "POST /operations/7/capture",
                    "POST /operations/7/cancel",
                    "POST /operations/7/refunds",
                    "GET /shadow-report",
                    "GET /open-work",
                    "GET /actuator/prometheus",
                    "GET /actuator",
                    "POST /codec/decode"));

    private static RunningApi api;

    @BeforeAll
    static void start() {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_REQUESTS_PER_SECOND", "10000");
        environment.put(
                "PAYONCE_STORE_TOKENS",
                Stream.concat(
                                Stream.of(Scope.values()).map(Scope::word),
                                Stream.of(Role.values()).map(Role::word))
                        .map(word -> "only-" + word + ":" + word + ":" + hash(token(word)))
                        .collect(Collectors.joining(",")));
        api = RunningApi.with(environment);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void eachRouteTakesItsScopesAndNoOther() throws Exception {
        Map<String, Set<Scope>> refusing = new HashMap<>();
        Set<String> addresses = ROUTES.keySet().stream()
                .map(route -> route.substring(route.indexOf(' ') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String address : addresses) {
            for (String method : METHODS) {
                Set<Scope> taken = EnumSet.noneOf(Scope.class);
                for (Scope scope : Scope.values()) {
                    int status = status(method, address, token(scope));
                    if (status != 403) {
                        taken.add(scope);
                    }
                    boolean route = ROUTES.containsKey(method.replace("HEAD", "GET") + " " + address);
                    assertThat(route || status == 405 || status == 403 || status == 404 || method.equals("OPTIONS"))
                            .as("%s %s with %s is %d", method, address, scope, status)
                            .isTrue();
                }
                assertThat(status(method, address, "none"))
                        .as(method + " " + address)
                        .isEqualTo(401);
                Set<Scope> wanted = ROUTES.get(method.replace("HEAD", "GET") + " " + address);
                if (wanted != null) {
                    assertThat(taken).as(method + " " + address).isEqualTo(wanted);
                } else {
                    refusing.put(method + " " + address, taken);
                }
            }
        }
        assertThat(refusing).hasSizeGreaterThan(40);
    }

    @Test
    void eachRoleTakesItsRoutesAndNoOther() throws Exception {
        Set<String> addresses = ROUTES.keySet().stream()
                .map(route -> route.substring(route.indexOf(' ') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        for (Role role : Role.values()) {
            Set<String> taken = new TreeSet<>();
            for (String address : addresses) {
                for (String method : METHODS) {
                    String route = method.replace("HEAD", "GET") + " " + address;
                    if (ROUTES.containsKey(route) && status(method, address, token(role.word())) != 403) {
                        taken.add(route);
                    }
                }
            }
            assertThat(taken).as(role.word()).containsExactlyInAnyOrderElementsOf(ROLES.get(role));
        }
    }

    /** A route without a rule would take every token. */
    @Test
    void eachRouteOfTheServerIsInTheTableOrOpen() {
        Set<String> known = ROUTES.keySet().stream()
                .map(route -> route.replace("/7", "/{order}"))
                .collect(Collectors.toSet());

        assertThat(api.routes(false))
                .hasSizeGreaterThan(6)
                .allMatch(route -> known.contains(route)
                        || List.of("POST /webhooks/{account}", "GET /openapi.yaml", "GET /problems")
                                .contains(route));
    }

    /** Each was tried in attacks; a later stage must not read a route where the rules read none. */
    @Test
    void noSpellingOfAnAddressGetsAroundItsScope() throws Exception {
        for (String address : List.of(
                "/payments;x/7/refunds",
                "/p%61yments/7/refunds",
                "//payments/7/refunds",
                "/payments/7/refunds/",
                "/payments/7/refunds;x",
                "/payments/7/./refunds",
                "/x/../payments/7/refunds",
                "/payments/7/refunds%2f",
                "/payments/7%3b/refunds",
                "/PAYMENTS/7/refunds")) {
            assertThat(status("POST", address, token(Scope.READ))).as(address).isIn(400, 403, 404);
        }
    }

    private static int status(String method, String address, String token) throws Exception {
        return api.send(HttpRequest.newBuilder(api.at(address))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.matches("GET|HEAD|OPTIONS")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode();
    }

    /** Returns the token's SHA-256 as the settings hold it. */
    static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    static String token(Scope scope) {
        return token(scope.word());
    }

    /** @param word a scope's or a role's */
    static String token(String word) {
        return "token-" + word;
    }
}
