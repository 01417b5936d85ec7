package dev.payonce.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** The filter that gives each request an ID, which the response and the log's lines carry. A caller may choose it. */
final class RequestIdFilter extends HttpFilter {

    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "payonce.request-id";
    private static final Pattern CHOSEN = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = of(request);
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        try (MDC.MDCCloseable _ = MDC.putCloseable("request", id)) {
            chain.doFilter(request, response);
        }
    }

    /** Returns the ID that the first dispatch has set, or the caller's, or a new one. */
    private static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String known
                ? known
                : Optional.ofNullable(request.getHeader(HEADER))
                        .filter(text -> CHOSEN.matcher(text).matches())
                        .orElseGet(RequestIdFilter::random);
    }

    static String random() {
        return UUID.randomUUID().toString();
    }
}
