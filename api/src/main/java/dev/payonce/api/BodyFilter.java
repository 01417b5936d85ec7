package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/**
 * The filter that reads each body before anything else happens, and waits for it with no thread. A body that drips would
 * otherwise keep a thread, also after its request was refused, and some hundred such clients would keep all of them.
 *
 * <p>Why it is right. A request with a body goes on only by a second dispatch, once the body is there, is too long, or is
 * late. Each further filter therefore sees a request once, in whichever dispatch. What is too long is read to its end, and
 * dropped, or its sender would see a reset in place of the response; what is late or endless is left unread, and {@link
 * UnreadBodyValve} closes its connection. All bodies together have a bound.
 */
final class BodyFilter extends HttpFilter {

    private static final Problem FULL = Problem.later("Too much is being received at once; send it again.")
            .code("receiving_too_much")
            .closing();

    private static final Problem TOO_SLOW = Problem.of(HttpStatus.REQUEST_TIMEOUT, "The body did not arrive in time.")
            .closing();

    /** The addresses whose bodies may be longer than a request's. */
    private static final Pattern LONGER = Pattern.compile("/(webhooks|codec)/.*");

    private final AtomicLong held = new AtomicLong();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean second = request.getDispatcherType() == DispatcherType.ASYNC;
        if (!second && hasBody(request)) {
            int limit = LONGER.matcher(request.getRequestURI()).matches() ? ApiLimits.BODY : ApiLimits.REQUEST;
            Reader.start(request, limit, held);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            RequestBody.release(request, held);
        }
    }

    /** Returns the number of bytes that all requests hold now. */
    long held() {
        return held.get();
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** The reading of one body; the server calls it by one thread at a time. */
    private static final class Reader implements ReadListener, AsyncListener {

        private final HttpServletRequest request;
        private final AsyncContext async;
        private final ServletInputStream input;
        private final int limit;
        private final AtomicLong held;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final AtomicBoolean done = new AtomicBoolean();
        private long received;

        private Reader(HttpServletRequest request, int limit, AtomicLong held) throws IOException {
            this.request = request;
            this.limit = limit;
            this.held = held;
            this.input = request.getInputStream();
            this.async = request.startAsync();
        }

        static void start(HttpServletRequest request, int limit, AtomicLong held) throws IOException {
            Reader reader = new Reader(request, limit, held);
            reader.async.setTimeout(ApiLimits.BODY_WITHIN.toMillis());
            reader.async.addListener(reader);
            reader.input.setReadListener(reader);
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] buffer = new byte[8 * 1024];
            while (!done.get() && input.isReady() && !input.isFinished()) {
                int read = input.read(buffer);
                if (read < 0) {
                    return;
                }
                received += read;
                if (received <= limit) {
                    keep(buffer, read);
                } else if (received > ApiLimits.DROPPED) {
                    finish(tooLarge(), true);
                }
            }
        }

        private void keep(byte[] buffer, int read) {
            if (held.addAndGet(read) > ApiLimits.ALL_BODIES) {
                held.addAndGet(-read);
                finish(new RequestBody.Refused(FULL), true);
            } else {
                body.write(buffer, 0, read);
            }
        }

        @Override
        public void onAllDataRead() {
            finish(received > limit ? tooLarge() : new RequestBody.Whole(body.toByteArray()), false);
        }

        @Override
        public void onTimeout(AsyncEvent late) {
            finish(new RequestBody.Refused(TOO_SLOW), true);
        }

        private RequestBody tooLarge() {
            return new RequestBody.Refused(
                    Problem.of(HttpStatus.CONTENT_TOO_LARGE, "The body is longer than " + limit + " bytes.")
                            .closing());
        }

        private void finish(RequestBody result, boolean unread) {
            if (done.compareAndSet(false, true)) {
                RequestBody.set(request, result, body.size());
                if (unread) {
                    UnreadBodyValve.close(request);
                }
                async.dispatch();
            }
        }

        /** Ends a request whose caller went away or fell silent; no response would arrive. */
        @Override
        public void onError(Throwable broken) {
            if (done.compareAndSet(false, true)) {
                held.addAndGet(-body.size());
                async.complete();
            }
        }

        @Override
        public void onError(AsyncEvent broken) {
            onError(new IOException(broken.getThrowable()));
        }

        @Override
        public void onComplete(AsyncEvent end) {
            // The filter releases what was held.
        }

        @Override
        public void onStartAsync(AsyncEvent again) {
            // No controller starts another one.
        }
    }
}
