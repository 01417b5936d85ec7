package dev.payonce.api;

import dev.payonce.api.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The filter that requires the store's token, but for three doors: callbacks, which their signature proves, health,
 * which says up or down, and the description of the API. The doors are compared with the address as it was sent,
 * literally and as a whole; an address that a later stage might read differently (dots, semicolons,
 * percent signs) is no door.
 */
final class TokenFilter extends HttpFilter {

    private static final Pattern OPEN =
            Pattern.compile("/webhooks/[A-Za-z0-9_-]{1,64}|/actuator/health(/liveness|/readiness)?|/openapi\\.yaml");
    private static final Pattern BEARER = Pattern.compile("[Bb]earer +([A-Za-z0-9._~+/=-]{1,512})");
    private static final Problem UNAUTHORIZED = Problem.of(
                    HttpStatus.UNAUTHORIZED, "This address wants the store's bearer token.")
            .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"payonce\"");

    private final StoreTokens tokens;

    TokenFilter(StoreTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (OPEN.matcher(request.getRequestURI()).matches() || authorized(request)) {
            chain.doFilter(request, response);
        } else {
            UNAUTHORIZED.write(response);
        }
    }

    private boolean authorized(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .map(BEARER::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(bearer -> bearer.group(1))
                .filter(tokens::accept)
                .isPresent();
    }
}
