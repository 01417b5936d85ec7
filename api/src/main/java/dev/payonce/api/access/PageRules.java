package dev.payonce.api.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules that say which scope an address of the operators' page needs. A session has the scopes of the token that it
 * began with.
 */
public final class PageRules {

    public static final String HOME = "/operations/";
    public static final String LOGIN = "/operations/login";
    public static final String LOGOUT = "/operations/logout";

    private static final String ORDER = "/operations/orders/[0-9A-Za-z_-]{1,32}";

    private static final Pattern OPEN = Pattern.compile("/operations/(login|style\\.css|icon\\.svg)");

    private record Rule(String method, Pattern address, Set<Scope> scopes) {}

    private static final Set<Scope> LIST = Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE);

    private static final List<Rule> RULES = List.of(
            rule("GET", HOME, LIST),
            rule("GET", "/operations/list\\.csv", LIST),
            rule("GET", "/operations/orders", LIST),
            rule("GET", ORDER, Set.of(Scope.READ, Scope.DECIDE)),
            rule("POST", ORDER + "/decisions", Set.of(Scope.DECIDE)),
            rule("POST", ORDER + "/refresh", Set.of(Scope.PAY, Scope.READ, Scope.OPERATE, Scope.DECIDE)),
            rule("POST", LOGOUT, Set.of(Scope.values())));

    private PageRules() {}

    /** Reports whether the address is one of the page. Such an address takes a session, and no bearer token. */
    public static boolean isPage(String address) {
        return isOpen(address)
                || RULES.stream()
                        .anyMatch(rule -> rule.address().matcher(address).matches());
    }

    /** Reports whether the address needs no session. */
    public static boolean isOpen(String address) {
        return OPEN.matcher(address).matches();
    }

    /** Reports whether the address begins or ends a session, and does nothing besides. */
    public static boolean isSession(String address) {
        return address.equals(LOGIN) || address.equals(LOGOUT);
    }

    /** Returns the scopes of which one is enough; empty where the page has no such route. */
    public static Optional<Set<Scope>> needed(String method, String address) {
        String as = method.equals("HEAD") ? "GET" : method;
        return RULES.stream()
                .filter(rule -> rule.method().equals(as)
                        && rule.address().matcher(address).matches())
                .map(Rule::scopes)
                .findFirst();
    }

    /** Returns the methods that the address takes, as the header {@code Allow} lists them. */
    public static String methods(String address) {
        return RULES.stream()
                .filter(rule -> rule.address().matcher(address).matches())
                .map(Rule::method)
                .collect(Collectors.joining(", "));
    }

    /** Returns the scopes of which one is enough for a session. */
    public static Set<Scope> session() {
        return LIST;
    }

    private static Rule rule(String method, String address, Set<Scope> scopes) {
        return new Rule(method, Pattern.compile(address), scopes);
    }
}
