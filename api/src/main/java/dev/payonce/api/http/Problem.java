package dev.payonce.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final String FAILED = "internal_server_error";
    private static final String UNREADABLE = "bad_request";
    private static final Map<Integer, String> WORDS = Map.of(
            404, "not_found",
            405, "method_not_allowed",
            406, "not_acceptable",
            408, "request_timeout",
            413, "content_too_large",
            415, "unsupported_media_type");

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
        return WORDS.getOrDefault(status.value(), failed(status.value()) ? FAILED : UNREADABLE);
    }

    /** Reports whether the fault is ours. Tomcat answers 501 and 505 to a request that it cannot read. */
    public static boolean failed(int status) {
        return status >= 500 && status != 501 && status != 505;
    }

    /** Returns the codes that a status alone has; each other problem has a code of its own. */
    public static Set<String> words() {
        return Stream.concat(WORDS.values().stream(), Stream.of(FAILED, UNREADABLE))
                .collect(Collectors.toUnmodifiableSet());
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
