package dev.payonce.api.access;

import dev.payonce.api.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The filter that lets a request pass whose token has a scope for it, by {@link AccessRules}. */
public final class TokenFilter extends HttpFilter {

    /** The request's attribute with the token's name. */
    public static final String CALLER = "payonce.caller";

    private static final Pattern BEARER = Pattern.compile("[Bb]earer +([A-Za-z0-9._~+/=-]{1,512})");
    private static final Problem UNAUTHORIZED = Problem.of(
                    HttpStatus.UNAUTHORIZED, "This address wants the store's bearer token.")
            .code("token_unknown")
            .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"payonce\"");
    private static final Problem NOWHERE = Problem.of(HttpStatus.NOT_FOUND, "There is nothing at this address.");
    private static final Problem TOO_MANY = Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "This token sends too many requests; send it again after Retry-After.")
            .code("rate_limited")
            .with(HttpHeaders.RETRY_AFTER, "1");

    private final Tokens tokens;
    private final RateLimits rates;
    private final ConcurrencyLimits limits;
    private final Refusals refusals;

    public TokenFilter(Tokens tokens, RateLimits rates, ConcurrencyLimits limits, Refusals refusals) {
        this.tokens = tokens;
        this.rates = rates;
        this.limits = limits;
        this.refusals = refusals;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (AccessRules.isOpen(request.getRequestURI()) || PageRules.isPage(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Token> token = token(request);
        Optional<Problem> refusal = refusal(token, request);
        if (refusal.isPresent()) {
            refusal.get().write(response);
            return;
        }
        limits.goOn(token.map(Token::name).orElseThrow(), request, response, chain);
    }

    private Optional<Problem> refusal(Optional<Token> token, HttpServletRequest request) {
        if (token.isEmpty()) {
            refusals.record("token", request.getRemoteAddr());
            return Optional.of(UNAUTHORIZED);
        }
        if (!rates.take(token.get().name())) {
            refusals.record("rate", token.get().name());
            return Optional.of(TOO_MANY);
        }
        if (!AccessRules.isPlain(request.getRequestURI())) {
            return Optional.of(NOWHERE);
        }
        return AccessRules.needed(request.getMethod(), request.getRequestURI())
                .filter(scopes -> !token.get().may(scopes))
                .map(scopes -> {
                    refusals.record("scope", token.get().name());
                    return lacking(scopes);
                });
    }

    private static Problem lacking(Set<Scope> scopes) {
        return Problem.of(
                        HttpStatus.FORBIDDEN,
                        "This token lacks the scope " + Scope.words(scopes) + ", which this address wants.")
                .code("scope_missing")
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"payonce\", error=\"insufficient_scope\"");
    }

    private Optional<Token> token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .flatMap(bearer -> tokens.of(bearer.group(1)));
    }
}
