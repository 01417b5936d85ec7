package dev.payonce.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an application and a server and makes the network bad between them, on command. Works on bytes, so it
 * does for MySQL, Redis and Temporal alike, as long as they do not encrypt.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 256;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final InetSocketAddress server;
    private final int port;
    private final Gate gate = new Gate();
    private final Supplier<Speech> speech;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private final AtomicInteger eaten = new AtomicInteger();
    private @Nullable ServerSocket listener;

    private FaultProxy(InetSocketAddress server, Supplier<Speech> speech) {
        this.server = server;
        this.speech = speech;
        this.port = Ports.free();
    }

    /** Listens on a port of its own and passes everything on. */
    public static FaultProxy before(String host, int port) {
        return open(new FaultProxy(new InetSocketAddress(host, port), Speech.Plain::new));
    }

    /** The same for a server that is spoken to by gRPC: what is looked for is looked for in its messages. */
    public static FaultProxy beforeGrpc(String host, int port) {
        return open(new FaultProxy(new InetSocketAddress(host, port), GrpcSpeech::new));
    }

    private static FaultProxy open(FaultProxy proxy) {
        proxy.pass();
        return proxy;
    }

    /** The port on 127.0.0.1 to give to the application. */
    public int port() {
        return port;
    }

    /** Ends any fault; what a black hole held back flows on, as it would after a network was repaired. */
    public synchronized void pass() {
        listen();
        gate.open(Duration.ZERO);
    }

    /** Nobody listens, and every open connection is reset, as when a server's process dies. */
    public synchronized void refuse() {
        closeListener();
        cut();
        gate.open(Duration.ZERO);
    }

    /** Connections open and stay open, but nothing arrives any more in either direction. */
    public synchronized void blackhole() {
        listen();
        gate.shut();
    }

    /** Every piece of data arrives this much later, in each direction. */
    public synchronized void delay(Duration latency) {
        listen();
        gate.open(latency);
    }

    /** Resets every open connection; new ones are as before. */
    public void cut() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** From now on this is waited for; once. */
    public Hold hold(Hold hold) {
        holds.add(hold);
        return hold;
    }

    /** Holds whatever is said to the server from now on, on the connections that are open. */
    public Hold stopRequests() {
        Hold everything = Hold.request();
        connections.forEach(connection -> connection.stopRequests(everything));
        everything.hasStopped();
        return everything;
    }

    /**
     * Passes the next request that contains these bytes on, drops the server's reply to it and cuts that connection: it
     * was done, and nobody learns it. Once; for MySQL, a query's bytes are {@code "\u0003"} and its text.
     */
    public void eatReply(String latin1) {
        hold(Hold.reply(latin1).andThen(bite -> {
            eaten.incrementAndGet();
            bite.lose();
        }));
    }

    /** How many replies have been eaten so far. */
    public int eaten() {
        return eaten.get();
    }

    @Override
    public synchronized void close() {
        closeListener();
        cut();
        gate.open(Duration.ZERO);
    }

    /** Those that are still waited for. */
    List<Hold> holds() {
        return holds;
    }

    void forget(Hold hold) {
        holds.remove(hold);
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    Gate gate() {
        return gate;
    }

    private synchronized boolean isListening() {
        return listener != null;
    }

    private void listen() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            listener = socket;
            Thread.ofVirtual().name("proxy-accept").start(() -> acceptAll(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeListener() {
        if (listener != null) {
            Sockets.close(listener);
            listener = null;
        }
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        gate.pass();
        Socket upstream = new Socket();
        try {
            upstream.connect(server, CONNECT_TIMEOUT_MS);
        } catch (IOException unreachable) {
            Sockets.reset(client);
            Sockets.close(upstream);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(this, client, upstream, speech.get());
        connections.add(connection);
        connection.start();
        if (!isListening()) {
            // It was cut off while it was being made.
            connection.reset();
        }
    }
}
