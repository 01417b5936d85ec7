package dev.payonce.api;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** The filter that refuses requests to move money in shadow mode. */
final class ShadowModeFilter extends HttpFilter {

    private static final Problem OBSERVING = Problem.of(
                    HttpStatus.CONFLICT, "Payonce runs in shadow mode and did nothing; PAYONCE_MODE=act lets it act.")
            .code("shadow_mode");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRequestURI();
        boolean acts = HttpMethod.POST.matches(request.getMethod())
                && !address.startsWith("/webhooks/")
                && !address.equals(CodecController.ADDRESS)
                && !PageRules.isSession(address)
                && !address.endsWith("/refresh");
        if (acts) {
            OBSERVING.write(response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
