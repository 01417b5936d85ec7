package dev.payonce.api.page;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A page that is rendered. */
record Page(HttpStatus status, String html) {

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    ResponseEntity<byte[]> entity() {
        return ResponseEntity.status(status).contentType(HTML).body(html.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the page where no controller does. */
    void write(HttpServletResponse response) throws IOException {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType(HTML.toString());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
