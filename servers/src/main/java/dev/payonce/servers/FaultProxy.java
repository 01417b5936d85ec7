package dev.payonce.servers;

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
 * A proxy between an application and a server that makes the network between them bad, on command. It works on bytes, so
 * it serves MySQL, Redis and Temporal alike, if they do not encrypt.
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

    /** Listens before a server that speaks gRPC; markers are searched in its messages. */
    public static FaultProxy beforeGrpc(String host, int port) {
        return open(new FaultProxy(new InetSocketAddress(host, port), GrpcSpeech::new));
    }

    private static FaultProxy open(FaultProxy proxy) {
        proxy.pass();
        return proxy;
    }

    /** Returns the port on 127.0.0.1 for the application. */
    public int port() {
        return port;
    }

    /** Ends any fault; bytes that a black hole held back flow on, as after the repair of a network. */
    public synchronized void pass() {
        listen();
        gate.open(Duration.ZERO);
    }

    /** Closes the port and resets every open connection, as when a server's process dies. */
    public synchronized void refuse() {
        closeListener();
        cut();
        gate.open(Duration.ZERO);
    }

    /** Lets connections open and stay open, but no byte arrives in either direction. */
    public synchronized void blackhole() {
        listen();
        gate.shut();
    }

    /** Delays each piece of data by this time, in each direction. */
    public synchronized void delay(Duration latency) {
        listen();
        gate.open(latency);
    }

    /** Resets every open connection; new ones work as before. */
    public void cut() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Adds a hold, which applies once. */
    public Hold hold(Hold hold) {
        holds.add(hold);
        return hold;
    }

    /** Holds all requests from now on, on the open connections. */
    public Hold stopRequests() {
        Hold everything = Hold.request();
        connections.forEach(connection -> connection.stopRequests(everything));
        everything.hasStopped();
        return everything;
    }

    /**
     * Passes the next request that contains these bytes on, drops the server's reply and cuts that connection: the
     * request was done, and the client cannot know. Once; for MySQL, a query's bytes are {@code "\u0003"} and its text.
     */
    public void eatReply(String latin1) {
        hold(Hold.reply(latin1).andThen(bite -> {
            eaten.incrementAndGet();
            bite.lose();
        }));
    }

    /** Counts the replies that were dropped so far. */
    public int eaten() {
        return eaten.get();
    }

    @Override
    public synchronized void close() {
        closeListener();
        cut();
        gate.open(Duration.ZERO);
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
        ProxiedConnection connection =
                new ProxiedConnection(gate, holds, connections::remove, client, upstream, speech.get());
        connections.add(connection);
        connection.start();
        if (!isListening()) {
            // The proxy was cut while this connection was made.
            connection.reset();
        }
    }
}
