package dev.payonce.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The filter that lets the browser of Temporal's UI call the codec server, from one origin and none besides. */
final class CodecOriginFilter extends HttpFilter {

    private final Optional<String> origin;

    /** @param origin of the UI, such as {@code https://temporal.internal}; empty for none */
    CodecOriginFilter(Optional<String> origin) {
        this.origin = origin;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean known = request.getRequestURI().equals(CodecController.ADDRESS)
                && origin.isPresent()
                && origin.get().equals(request.getHeader("Origin"));
        if (known) {
            response.setHeader("Access-Control-Allow-Origin", origin.get());
            response.setHeader("Access-Control-Allow-Methods", "POST");
            response.setHeader("Access-Control-Allow-Headers", "authorization,content-type,x-namespace");
            response.setHeader("Vary", "Origin");
        }
        if (known && request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            chain.doFilter(request, response);
        }
    }
}
