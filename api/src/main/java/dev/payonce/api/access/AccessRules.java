package dev.payonce.api.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules that say which scope a request needs. They compare the address as it was sent, literally and as a whole. An
 * address that a later stage might read differently (dots, semicolons, percent signs) leads nowhere.
 */
final class AccessRules {

    /** The addresses that need no token: callbacks are proven by their signature, health says up or down. */
    private static final Pattern OPEN = Pattern.compile(
            "/webhooks/[A-Za-z0-9_-]{1,64}|/actuator/health(/liveness|/readiness)?|/livez|/readyz|/openapi\\.yaml|/problems");

    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?");

    private static final List<Rule> RULES = List.of(
            Rule.of("POST", "/payments", Scope.PAY),
            Rule.of("POST", "/payments/[^/]+/(capture|cancel)", Scope.PAY),
            Rule.of("POST", "/payments/[^/]+/refunds", Scope.REFUND),
            Rule.of("POST", "/payments/[^/]+/refresh", Scope.PAY, Scope.READ, Scope.OPERATE, Scope.DECIDE),
            Rule.of("GET", "/payments/[^/]+", Scope.READ, Scope.DECIDE),
            Rule.of("GET", "/operations", Scope.READ, Scope.OPERATE, Scope.DECIDE),
            Rule.of("POST", "/operations/[^/]+/decisions", Scope.DECIDE),
            Rule.of("POST", "/operations/handled", Scope.DECIDE),
            Rule.of("POST", "/operations/sweep", Scope.OPERATE),
            Rule.of("POST", "/operations/[^/]+/(capture|cancel|refunds)", Scope.DECIDE),
            Rule.of("POST", "/codec/decode", Scope.DECODE),
            Rule.of("GET", "/shadow-report", Scope.READ, Scope.OPERATE),
            Rule.of("GET", "/open-work", Scope.READ, Scope.OPERATE),
            Rule.of("GET", "/actuator(/.*)?", Scope.METRICS));

    private AccessRules() {}

    static boolean isOpen(String address) {
        return OPEN.matcher(address).matches();
    }

    /** Reports whether each stage reads the address in the same way. */
    static boolean isPlain(String address) {
        return PLAIN.matcher(address).matches();
    }

    /** Returns the scopes of which one is enough; empty where there is no such route, which the caller may then hear. */
    static Optional<Set<Scope>> needed(String method, String address) {
        return Rule.needed(RULES, method, address);
    }
}
