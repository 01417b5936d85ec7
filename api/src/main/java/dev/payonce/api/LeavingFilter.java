package dev.payonce.api;

import dev.payonce.api.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** The filter that refuses new charges while the store leaves Payonce. What is in flight goes on to its end. */
final class LeavingFilter extends HttpFilter {

    private static final Problem LEAVING = Problem.of(
                    HttpStatus.CONFLICT,
                    "This store leaves Payonce (PAYONCE_MODE=leave), and nothing was charged; use the shop's own gateway.")
            .code("leaving");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (HttpMethod.POST.matches(request.getMethod())
                && request.getRequestURI().equals("/payments")) {
            LEAVING.write(response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
