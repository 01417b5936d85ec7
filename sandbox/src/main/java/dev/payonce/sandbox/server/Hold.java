package dev.payonce.sandbox.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A stop of the bytes through a {@link FaultProxy} at one moment, which reports it, until it is let go or lost. Later
 * bytes of the same direction wait behind it, in order; the other direction goes on. Their sender may die meanwhile:
 * the bytes are as if under way in a network.
 */
public final class Hold {

    /** A request is stopped itself; a reply is stopped once its request has gone on to the server. */
    enum Side {
        REQUEST,
        REPLY
    }

    private final Side side;
    private final List<String> markers;
    private final int time;
    private final Consumer<Hold> atOnce;
    private final AtomicInteger said = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<ProxiedConnection> connections = new HashSet<>();
    private boolean over;

    private Hold(Side side, List<String> markers, int time, Consumer<Hold> atOnce) {
        this.side = side;
        this.markers = List.copyOf(markers);
        this.time = time;
        this.atOnce = atOnce;
    }

    /**
     * Returns a hold of the request with this text; of several texts the last one, on a connection that had the others
     * before, in this order. It is stopped where the text begins; the server may have what comes before it.
     */
    public static Hold request(String... latin1) {
        return new Hold(Side.REQUEST, List.of(latin1), 1, _ -> {});
    }

    /** Returns a hold of the reply to such a request: the server has done it, and the client does not learn it. */
    public static Hold reply(String... latin1) {
        return new Hold(Side.REPLY, List.of(latin1), 1, _ -> {});
    }

    /** Counts the times that the text occurs, on any connections, and holds this one. */
    public Hold time(int which) {
        return new Hold(side, markers, which, atOnce);
    }

    /** Adds an action at the moment of the stop, before the held process can do anything else. */
    public Hold andThen(Consumer<Hold> more) {
        return new Hold(side, markers, time, more);
    }

    /** Waits until something is held, for up to this time. */
    public boolean await(Duration atMost) {
        try {
            return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets the bytes go on, also when their sender is gone. What has not come yet will not be held. */
    public void letGo() {
        over().forEach(connection -> connection.release(this));
    }

    /** Loses the bytes, and resets the connection. */
    public void lose() {
        over().forEach(ProxiedConnection::reset);
    }

    private synchronized Set<ProxiedConnection> over() {
        over = true;
        return Set.copyOf(connections);
    }

    Side side() {
        return side;
    }

    List<String> markers() {
        return markers;
    }

    /** Counts an occurrence; returns true when this is the time that is meant. */
    boolean isTheTime() {
        return said.incrementAndGet() == time;
    }

    /**
     * Stops the connection and reports it first, so that the receiver can let it go; returns false when nothing is to
     * stop any more.
     */
    synchronized boolean stops(ProxiedConnection connection) {
        return !over && connections.add(connection);
    }

    void hasStopped() {
        atOnce.accept(this);
        stopped.countDown();
    }
}
