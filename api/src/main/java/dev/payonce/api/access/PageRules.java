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

    public static final String HANDLED = "/operations/money/handled";

    public static final String BULK = "/operations/refresh";

    private static final String ORDER = "/operations/orders/[0-9A-Za-z_-]{1,32}";

    private static final Pattern OPEN = Pattern.compile("/operations/(login|style\\.css|icon\\.svg)");

    private static final Set<Scope> LIST = Set.of(Scope.READ, Scope.OPERATE, Scope.DECIDE);

    private static final List<Rule> RULES = List.of(
            Rule.of("GET", HOME, LIST),
            Rule.of("GET", "/operations/list\\.csv", LIST),
            Rule.of("GET", "/operations/orders", LIST),
            Rule.of("GET", ORDER, Scope.READ, Scope.DECIDE),
            Rule.of("POST", ORDER + "/decisions", Scope.DECIDE),
            Rule.of("POST", ORDER + "/(capture|cancel|refund)", Scope.DECIDE),
            Rule.of("POST", HANDLED, Scope.DECIDE),
            Rule.of("GET", BULK, Scope.OPERATE),
            Rule.of("POST", BULK, Scope.OPERATE),
            Rule.of("GET", BULK + "/[0-9a-f]{32}", LIST),
            Rule.of("POST", ORDER + "/refresh", Scope.PAY, Scope.READ, Scope.OPERATE, Scope.DECIDE),
            Rule.of("POST", LOGOUT, Scope.values()));

    private PageRules() {}

    /** Reports whether the address is one of the page. Such an address takes a session, and no bearer token. */
    public static boolean isPage(String address) {
        return isOpen(address) || RULES.stream().anyMatch(rule -> rule.isOf(address));
    }

    /** Reports whether the address needs no session. */
    public static boolean isOpen(String address) {
        return OPEN.matcher(address).matches();
    }

    /** Reports whether the address is a file that all pages share. */
    public static boolean isFile(String address) {
        return isOpen(address) && !address.equals(LOGIN);
    }

    /** Reports whether the address begins or ends a session, and does nothing besides. */
    public static boolean isSession(String address) {
        return address.equals(LOGIN) || address.equals(LOGOUT);
    }

    /** Returns the scopes of which one is enough; empty where the page has no such route. */
    public static Optional<Set<Scope>> needed(String method, String address) {
        return Rule.needed(RULES, method, address);
    }

    /** Returns the methods that the address takes, as the header {@code Allow} lists them. */
    public static String methods(String address) {
        return RULES.stream()
                .filter(rule -> rule.isOf(address))
                .map(Rule::method)
                .collect(Collectors.joining(", "));
    }

    /** Returns the scopes of which one is enough for a session. */
    public static Set<Scope> session() {
        return LIST;
    }
}
