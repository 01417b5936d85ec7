package dev.payonce.api.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bearer token as the API knows it.
 *
 * @param name for ledger and logs; two tokens bear one name while one replaces the other
 * @param hash the token's SHA-256 as hexadecimal digits; the token itself is known to its caller only
 */
public record Token(String name, Set<Scope> scopes, String hash) {

    public static final String FORM = "name:scopes:SHA-256, for instance shop:pay+refund+read:<64 hexadecimal digits>,"
            + " of the scopes pay, refund, read, operate, decide, metrics, decode, or of the roles viewer, operator, admin;"
            + " comma separated";

    private static final Pattern TEXT = Pattern.compile("([a-z0-9][a-z0-9-]{0,31}):([a-z+]+):([0-9A-Fa-f]{64})");

    public Token {
        scopes = Set.copyOf(scopes);
    }

    /** Reads one of the setting; empty where it is malformed. */
    public static Optional<Token> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        List<Set<Scope>> each =
                Stream.of(parts.group(2).split("\\+", -1)).map(Token::scopes).toList();
        if (each.stream().anyMatch(Set::isEmpty)) {
            return Optional.empty();
        }
        Set<Scope> all = EnumSet.noneOf(Scope.class);
        each.forEach(all::addAll);
        return Optional.of(new Token(parts.group(1), all, parts.group(3)));
    }

    /** Returns the scopes of a word, which is a scope or a role; empty where it is neither. */
    private static Set<Scope> scopes(String word) {
        return Role.of(word)
                .map(Role::scopes)
                .orElseGet(() -> Scope.of(word).map(Set::of).orElse(Set.of()));
    }

    /** Reports whether the token has one of these scopes. */
    public boolean may(Set<Scope> any) {
        return any.stream().anyMatch(scopes::contains);
    }

    /** Shows not even the hash: a weak token could be guessed from it. */
    @Override
    public String toString() {
        return name + scopes;
    }
}
