package dev.payonce.api.page;

import dev.payonce.api.access.ConcurrencyLimits;
import dev.payonce.api.access.PageRules;
import dev.payonce.api.access.RateLimits;
import dev.payonce.api.access.Refusals;
import dev.payonce.api.access.Scope;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * The filter of the page's addresses: a session with a scope for each, a form that belongs to the session, and headers that
 * let the browser load nothing from elsewhere. A problem of any later stage becomes a page.
 *
 * <p>Why it is right. {@link PageRules} alone says which addresses are the page's. The filter of bearer tokens lets exactly
 * those pass, and this one lets none pass without a session, but for the log-in and the style sheet. It runs after the body
 * was read, so each request is seen once. A method without a rule goes no further, so no session reaches a route of the
 * HTTP API whose pattern would take the address too.
 */
public final class PageFilter extends HttpFilter {

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    /** The header by which a browser says which site has asked. */
    private static final String FROM = "Sec-Fetch-Site";

    private static final Problem OTHER_FORM = Problem.of(
            HttpStatus.FORBIDDEN,
            "This form belongs to another session, or comes from another site. Nothing was done. Open the page again and"
                    + " repeat it.");

    /** Spring might read such an address as another route; the rules know it by another method only. */
    private static final Problem OTHER_METHOD =
            Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "This address does not take this method.");

    private static final Problem TOO_MANY = Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS, "This token sends too many requests. Wait a second and reload.")
            .code("rate_limited")
            .with(HttpHeaders.RETRY_AFTER, "1");

    private final Sessions sessions;
    private final RateLimits rates;
    private final ConcurrencyLimits limits;
    private final Refusals refusals;
    private final Pages pages;

    PageFilter(Sessions sessions, RateLimits rates, ConcurrencyLimits limits, Refusals refusals, Pages pages) {
        this.sessions = sessions;
        this.rates = rates;
        this.limits = limits;
        this.refusals = refusals;
        this.pages = pages;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!PageRules.isPage(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Optional<Session> known = sessions.read(request);
        Session session = known.orElseGet(sessions::beforeLogin);
        boolean elsewhere = "cross-site".equals(request.getHeader(FROM));
        if (known.isEmpty() && !elsewhere) { // By another site's link a browser sends no cookie, and may have one.
            response.addHeader(HttpHeaders.SET_COOKIE, sessions.cookie(session, request));
        }
        session.of(request);
        ContentCachingResponseWrapper wrapped = new ContentCachingResponseWrapper(response);
        Optional<Problem> refusal = refusal(request, session, known.isPresent());
        if (refusal.isPresent()) {
            refusal.get().write(wrapped);
        } else if (known.isEmpty() && elsewhere && !PageRules.isFile(request.getRequestURI())) {
            String again = Pages.next(request);
            wrapped.setHeader("Refresh", "0; url=" + again);
            pages.of(HttpStatus.OK, "arrived", request, Map.of("address", again))
                    .write(wrapped);
        } else if (needsLogin(request, session)
                || (known.isEmpty() && request.getMethod().equals("POST"))) {
            pages.login(HttpStatus.UNAUTHORIZED, request, known.isEmpty() ? Login.OVER : Login.NONE)
                    .write(wrapped);
        } else {
            limits.goOn(session.name(), request, wrapped, chain);
        }
        finish(request, wrapped);
    }

    private static boolean needsLogin(HttpServletRequest request, Session session) {
        return session.token().isEmpty() && !PageRules.isOpen(request.getRequestURI());
    }

    /** Returns the refusal, if there is one. A form whose session is over has none: the log-in keeps what it holds. */
    private Optional<Problem> refusal(HttpServletRequest request, Session session, boolean known) {
        boolean post = request.getMethod().equals("POST");
        if (post && RequestBody.of(request) instanceof RequestBody.Refused(var problem)) {
            return Optional.of(problem);
        }
        boolean over = !known || needsLogin(request, session);
        if (post && (otherSite(request) || (!over && !isOwn(request, session)))) {
            refusals.record("form", request.getRemoteAddr());
            return Optional.of(OTHER_FORM);
        }
        if (session.token().isEmpty()) {
            return Optional.empty();
        }
        if (!rates.take(session.name())) {
            refusals.record("rate", session.name());
            return Optional.of(TOO_MANY);
        }
        if (PageRules.isOpen(request.getRequestURI())) {
            return Optional.empty();
        }
        Optional<Set<Scope>> needed = PageRules.needed(request.getMethod(), request.getRequestURI());
        if (needed.isEmpty()) {
            return Optional.of(OTHER_METHOD.with(HttpHeaders.ALLOW, PageRules.methods(request.getRequestURI())));
        }
        return needed.filter(scopes -> !session.token().get().may(scopes)).map(scopes -> {
            refusals.record("scope", session.name());
            return lacking(scopes);
        });
    }

    /** Reports whether the browser names another site as the sender: another site's form may look like one of a session that is over. */
    private static boolean otherSite(HttpServletRequest request) {
        String from = request.getHeader(FROM);
        return from != null && !from.equals("same-origin") && !from.equals("none");
    }

    private boolean isOwn(HttpServletRequest request, Session session) {
        return sessions.isFormOf(session, FormFields.of(request).get(FormFields.KEY));
    }

    private static Problem lacking(Set<Scope> scopes) {
        return Problem.of(
                        HttpStatus.FORBIDDEN,
                        "Your token lacks the scope " + Scope.words(scopes) + ", which this needs.")
                .code("scope_missing");
    }

    private void finish(HttpServletRequest request, ContentCachingResponseWrapper wrapped) throws IOException {
        if (MediaType.APPLICATION_PROBLEM_JSON_VALUE.equals(wrapped.getContentType())) {
            byte[] problem = wrapped.getContentAsByteArray();
            wrapped.resetBuffer();
            pages.problem(HttpStatus.valueOf(wrapped.getStatus()), problem, request)
                    .write(wrapped);
        }
        wrapped.copyBodyToResponse();
    }
}
