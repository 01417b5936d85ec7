package dev.payonce.servers.stripe.http;

import dev.payonce.servers.stripe.http.Exchange.Manner;
import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Exchange.Request;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A small HTTP/1.1 server over plain sockets. Only the owner of a socket can reset a connection or stop in the middle
 * of a body. A virtual thread for each connection, a bound on connections.
 */
public final class Server implements AutoCloseable {

    private static final int CONNECTIONS = 256;
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** A late reply is sent after this at the latest. */
    private static final Duration LONGEST_LATE = Duration.ofMinutes(2);

    private final ServerSocket listener;
    private final Function<Request, Reply> handler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    private Server(ServerSocket listener, Function<Request, Reply> handler) {
        this.listener = listener;
        this.handler = handler;
    }

    /** Listens on this port, or on any free one for 0; only this machine can reach it. */
    public static Server start(int port, Function<Request, Reply> handler) {
        try {
            Server server = new Server(new ServerSocket(port, CONNECTIONS, InetAddress.getLoopbackAddress()), handler);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException taken) {
            throw new UncheckedIOException("The simulator cannot listen on port " + port, taken);
        }
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (slots.tryAcquire()) {
                    open.add(socket);
                    threads.execute(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException closed) {
                // A closed listener ends the loop; a connection that failed at once is its caller's matter.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) IDLE.toMillis());
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                Optional<Request> request = Wire.read(in);
                more = request.isPresent() && reply(socket, request.get());
            }
        } catch (IOException | InterruptedException gone) {
            // The caller went away, spoke no HTTP, or the server closes: no caller is left.
        } finally {
            open.remove(socket);
            slots.release();
        }
    }

    /** Replies. Returns true when the connection may serve another request. */
    private boolean reply(Socket socket, Request request) throws IOException, InterruptedException {
        Reply reply = handler.apply(request);
        if (reply.after().isPositive()) {
            Duration bounded = reply.after().compareTo(LONGEST_LATE) > 0 ? LONGEST_LATE : reply.after();
            if (closing.await(bounded.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        if (reply.manner() == Manner.RESET) {
            // Closing with a linger of zero seconds sends a reset instead of a farewell.
            socket.setSoLinger(true, 0);
            return false;
        }
        Wire.write(socket.getOutputStream(), reply);
        reply.written().run();
        boolean asked =
                request.header("connection").filter("close"::equalsIgnoreCase).isPresent();
        return reply.manner() == Manner.WHOLE && !asked;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        } finally {
            threads.shutdownNow();
        }
    }
}
