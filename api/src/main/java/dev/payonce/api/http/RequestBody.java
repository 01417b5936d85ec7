package dev.payonce.api.http;

import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicLong;

/** A request's body as it came, or the reason why it was not read to its end. */
public sealed interface RequestBody {

    @SuppressWarnings("ArrayRecordComponent") // Handed on once; never compared, never changed.
    record Whole(byte[] bytes) implements RequestBody {}

    /** A body that was not read to its end: it is too long, too late, or one too many; the problem answers it. */
    record Refused(Problem problem) implements RequestBody {}

    /** Returns the body that was read before the request went on; a request may have none. */
    static RequestBody of(ServletRequest request) {
        return request.getAttribute(RequestBody.class.getName()) instanceof Held held ? held.body() : NONE;
    }

    /**
     * Sets the body of a request.
     *
     * @param size the bytes that were counted for it
     */
    static void set(ServletRequest request, RequestBody body, int size) {
        request.setAttribute(RequestBody.class.getName(), new Held(body, size));
    }

    /** Subtracts from the sum of all bodies what this one was counted with. */
    static void release(ServletRequest request, AtomicLong sum) {
        if (request.getAttribute(RequestBody.class.getName()) instanceof Held held) {
            sum.addAndGet(-held.size());
            request.removeAttribute(RequestBody.class.getName());
        }
    }

    /** The body of a request without one. */
    RequestBody NONE = new Whole(new byte[0]);

    /** A body and the bytes that were counted for it. */
    record Held(RequestBody body, int size) {}
}
