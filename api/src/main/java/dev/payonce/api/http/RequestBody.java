package dev.payonce.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A request's body as it came, or why it was not read to its end. */
public sealed interface RequestBody {

    @SuppressWarnings("ArrayRecordComponent") // Handed on once; never compared, never changed.
    record Whole(byte[] bytes) implements RequestBody {}

    /** Longer than its limit, announced or not. */
    record TooLarge() implements RequestBody {}

    /** Did not arrive within {@link ApiLimits#BODY_WITHIN}. */
    record TooSlow() implements RequestBody {}

    /** Reads at most the limit, in bytes, however the body is framed; throws when the connection breaks. */
    static RequestBody of(HttpServletRequest request, int limit) throws IOException {
        return request.getContentLengthLong() > limit
                ? new TooLarge()
                : read(request.getInputStream(), limit, ApiLimits.BODY_WITHIN);
    }

    /**
     * The server bounds each read; this bounds their sum, so that a body that trickles cannot hold a connection for
     * hours.
     */
    static RequestBody read(InputStream stream, int limit, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        try {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                body.write(buffer, 0, read);
                if (body.size() > limit) {
                    return new TooLarge();
                }
                if (System.nanoTime() - deadline > 0) {
                    return new TooSlow();
                }
            }
        } catch (SocketTimeoutException silent) {
            return new TooSlow();
        }
        return new Whole(body.toByteArray());
    }
}
