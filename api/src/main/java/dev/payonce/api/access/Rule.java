package dev.payonce.api.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A rule of access: the scopes of which one is enough for a method of these addresses.
 *
 * @param address the address as a whole, as it was sent
 */
record Rule(String method, Pattern address, Set<Scope> scopes) {

    static Rule of(String method, String address, Scope... scopes) {
        return of(method, address, Set.of(scopes));
    }

    static Rule of(String method, String address, Set<Scope> scopes) {
        return new Rule(method, Pattern.compile(address), scopes);
    }

    /** Returns the scopes by the first rule that fits; a HEAD needs what its GET needs. */
    static Optional<Set<Scope>> needed(List<Rule> rules, String method, String address) {
        String as = method.equals("HEAD") ? "GET" : method;
        return rules.stream()
                .filter(rule -> rule.method().equals(as) && rule.isOf(address))
                .map(Rule::scopes)
                .findFirst();
    }

    boolean isOf(String sent) {
        return address.matcher(sent).matches();
    }
}
