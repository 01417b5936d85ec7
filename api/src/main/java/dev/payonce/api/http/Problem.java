package dev.payonce.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal as the caller sees it (RFC 9457).
 *
 * @param detail a sentence of ours; never a message of an exception, and never anything of the request
 */
public record Problem(HttpStatusCode status, String detail, HttpHeaders headers) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The members in the order in which people read them. */
    private record Body(String type, String title, int status, String detail) {}

    public static Problem of(HttpStatusCode status, String detail) {
        return new Problem(status, detail, HttpHeaders.EMPTY);
    }

    /** Makes a 503 for a caller that should come again. */
    public static Problem later(String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, detail)
                .with(HttpHeaders.RETRY_AFTER, Long.toString(ApiLimits.RETRY_AFTER.toSeconds()));
    }

    /** Returns the same, after which the connection is closed: the rest of its body is not read. */
    public Problem closing() {
        return with(HttpHeaders.CONNECTION, "close");
    }

    public Problem with(String header, String value) {
        HttpHeaders more = new HttpHeaders(headers);
        more.set(header, value);
        return new Problem(status, detail, more);
    }

    public byte[] json() {
        HttpStatus known = HttpStatus.resolve(status.value());
        String title = known == null ? "Error" : known.getReasonPhrase();
        return JSON.writeValueAsBytes(new Body("about:blank", title, status.value(), detail));
    }

    /** Returns the response as bytes with their type set, so that no Accept header changes it. */
    public ResponseEntity<byte[]> entity() {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(json());
    }

    /** Writes the response where no controller does. */
    public void write(HttpServletResponse response) throws IOException {
        byte[] body = json();
        response.setStatus(status.value());
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
