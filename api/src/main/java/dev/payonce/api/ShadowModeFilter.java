package dev.payonce.api;

import dev.payonce.api.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** While Payonce only observes, nobody may ask it to move money. */
final class ShadowModeFilter extends OncePerRequestFilter {

    private static final Problem OBSERVING =
            Problem.of(HttpStatus.CONFLICT, "Payonce only observes here (PAYONCE_MODE=shadow); nothing was done.");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRequestURI();
        boolean wish = HttpMethod.POST.matches(request.getMethod())
                && !address.startsWith("/webhooks/")
                && !address.endsWith("/refresh");
        if (wish) {
            OBSERVING.write(response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
