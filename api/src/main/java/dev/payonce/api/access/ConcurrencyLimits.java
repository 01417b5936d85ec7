package dev.payonce.api.access;

import dev.payonce.api.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The limits of the requests that are under way at once, for each token's name and for all together.
 *
 * <p>Each of them keeps a thread while it waits for a gateway. Without the first limit one token would keep all threads
 * while a gateway hangs; without the second several would, and neither callbacks nor health had one.
 */
public final class ConcurrencyLimits {

    private static final Problem TOKEN_FULL = Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Too many requests of this token are under way; send it again after Retry-After.")
            .code("too_many_at_once")
            .with(HttpHeaders.RETRY_AFTER, "1");
    private static final Problem API_FULL = Problem.later(
                    "Too many requests are under way; send it again with the same Idempotency-Key.")
            .code("busy");

    private final int each;
    private final int all;
    private final Refusals refusals;
    private final Map<String, Integer> underWay = new HashMap<>();
    private int sum;

    /**
     * @param each the most of one name
     * @param all the most of all names together
     */
    public ConcurrencyLimits(int each, int all, Refusals refusals) {
        this.each = each;
        this.all = all;
        this.refusals = refusals;
    }

    /** Lets a request of the name go on, which it has in its attribute and in its log lines; or writes the refusal. */
    public void goOn(String name, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Problem> full = start(name);
        if (full.isPresent()) {
            refusals.record("concurrency", name);
            full.get().write(response);
            return;
        }
        request.setAttribute(TokenFilter.CALLER, name);
        try (MDC.MDCCloseable _ = MDC.putCloseable("caller", name)) {
            chain.doFilter(request, response);
        } finally {
            end(name);
        }
    }

    /** Starts a request of the name, which has to end; or returns the refusal, and nothing was started. */
    private synchronized Optional<Problem> start(String name) {
        int before = underWay.getOrDefault(name, 0);
        if (before >= each) {
            return Optional.of(TOKEN_FULL);
        }
        if (sum >= all) {
            return Optional.of(API_FULL);
        }
        underWay.put(name, before + 1);
        sum++;
        return Optional.empty();
    }

    /** Ends a request that was started. */
    private synchronized void end(String name) {
        underWay.compute(name, (_, before) -> before == null || before == 1 ? null : before - 1);
        sum--;
    }

    /** Returns the number of all that are under way. */
    public synchronized int underWay() {
        return sum;
    }
}
