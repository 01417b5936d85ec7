package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The protocol that closes connections whose headers, or whose TLS handshake, do not arrive in time. Tomcat bounds each
 * read, and not their sum, so a client that drips could keep its connection for days. Public, since Tomcat makes it by its
 * name.
 */
public final class SlowClientProtocol extends Http11NioProtocol {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slow-clients").factory());

    /** The time at which each incomplete TLS handshake was first seen; used by the clock's thread alone. */
    private Map<SocketWrapperBase<NioChannel>, Long> handshakes = Map.of();

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
        Map<SocketWrapperBase<NioChannel>, Long> open = new HashMap<>();
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            if (isInHandshake(connection)) {
                open.put(connection, handshakes.getOrDefault(connection, now));
            } else if (isLate(connection)) {
                connection.close();
            }
        }
        handshakes = open;
        open.forEach((connection, since) -> {
            if (now - since > ApiLimits.HEADERS_WITHIN.toNanos()) {
                connection.close();
            }
        });
    }

    private static boolean isInHandshake(SocketWrapperBase<NioChannel> connection) {
        return connection.getSocket() instanceof SecureNioChannel channel && !channel.isHandshakeComplete();
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
