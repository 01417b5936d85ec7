package dev.payonce.api.page;

import dev.payonce.api.access.Scope;
import dev.payonce.api.access.Token;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The session of a browser.
 *
 * @param token the token that it began with, with the scopes that it has now; empty before the log-in
 * @param nonce random; the session's forms are bound to it
 * @param until the end, however busy the session is
 */
record Session(Optional<Token> token, String nonce, Instant until) {

    private static final String ATTRIBUTE = Session.class.getName();

    boolean may(Scope... any) {
        return token.filter(known -> known.may(Set.of(any))).isPresent();
    }

    String name() {
        return token.map(Token::name).orElse("");
    }

    void of(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Returns the session of a request that {@link PageFilter} let pass. */
    static Session in(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Session session) {
            return session;
        }
        throw new IllegalStateException("The page's filter has not seen this request");
    }
}
