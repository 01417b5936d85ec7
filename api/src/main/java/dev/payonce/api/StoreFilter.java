package dev.payonce.api;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.http.Problem;
import dev.payonce.health.StoreStatus;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;

/**
 * The filter that answers 503 for a store that Payonce cannot serve: its callbacks would be collected and never applied. The
 * gateway sends them again.
 */
final class StoreFilter extends HttpFilter {

    private static final Problem NOT_NOW = Problem.later(
                    "The store cannot be served now; its operator finds the cause in the API's log. Send it again later.")
            .code("store_not_served");

    private final StoreStatus store;

    StoreFilter(StoreStatus store) {
        this.store = store;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        StoreStatus.Status status = store.status();
        if (!status.kind().refuses()
                || !HttpMethod.POST.matches(request.getMethod())
                || request.getRequestURI().equals(CodecController.ADDRESS)
                || PageRules.isSession(request.getRequestURI())) {
            chain.doFilter(request, response);
        } else if (request.getRequestURI().startsWith("/webhooks/")) {
            NOT_NOW.write(response); // Anyone may call it, so it names no cause.
        } else {
            Problem.later(status.why() + ".").code("store_not_served").write(response);
        }
    }
}
