package dev.payonce.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal as the caller sees it (RFC 9457).
 *
 * @param code the word for programs; it stays the same when the sentence changes
 * @param detail a sentence of ours; never a message of an exception, and never anything of the request
 */
public record Problem(HttpStatusCode status, String code, String detail, HttpHeaders headers) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The members in the order in which people read them. */
    private record Body(String type, String title, int status, String code, String detail) {}

    /** The page that explains each code, at the API itself. */
    private static final String PAGE = "/problems#";

    public static Problem of(HttpStatusCode status, String detail) {
        return new Problem(status, word(status), detail, HttpHeaders.EMPTY);
    }

    /** Returns the same with a code of its own; otherwise the status names it, such as {@code not_found}. */
    public Problem code(String word) {
        return new Problem(status, word, detail, headers);
    }

    /** Makes a 503 for a caller that should come again. */
    public static Problem later(String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, detail)
                .with(HttpHeaders.RETRY_AFTER, Long.toString(ApiLimits.RETRY_AFTER.toSeconds()));
    }

    /** Returns the same, after which the connection is closed: a body was too long, late or one too many. */
    public Problem closing() {
        return with(HttpHeaders.CONNECTION, "close");
    }

    public Problem with(String header, String value) {
        HttpHeaders more = new HttpHeaders(headers);
        more.set(header, value);
        return new Problem(status, code, detail, more);
    }

    public byte[] json() {
        return JSON.writeValueAsBytes(new Body(PAGE + code, title(status), status.value(), code, detail));
    }

    private static String title(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "Error" : known.getReasonPhrase();
    }

    private static String word(HttpStatusCode status) {
        return title(status).toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
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
