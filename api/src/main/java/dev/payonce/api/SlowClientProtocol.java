package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The protocol that closes connections whose headers do not arrive in time. Tomcat bounds each read, and not their sum, so
 * a client that drips could keep its connection for days. Public, since Tomcat makes it by its name.
 */
public final class SlowClientProtocol extends Http11NioProtocol {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slow-clients").factory());

    @Override
    public void start() throws Exception {
        super.start();
        var _ = clock.scheduleWithFixedDelay(this::closeLate, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        clock.shutdownNow();
        super.stop();
    }

    /** Closes them; it never throws, or the clock would stop. */
    private void closeLate() {
        getEndpoint().getConnections().stream()
                .filter(SlowClientProtocol::isLate)
                .forEach(SocketWrapperBase::close);
    }

    /** Reports it of a connection that waits for the rest of its headers; no thread works on such a one. */
    private static boolean isLate(SocketWrapperBase<NioChannel> connection) {
        if (!(connection.getCurrentProcessor() instanceof AbstractProcessor processor) || processor.isAsync()) {
            return false;
        }
        long start = processor.getRequest().getStartTimeNanos();
        return start >= 0 && System.nanoTime() - start > ApiLimits.HEADERS_WITHIN.toNanos();
    }
}
