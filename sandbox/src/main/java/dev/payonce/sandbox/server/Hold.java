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
 * Stops what goes through a {@link FaultProxy} at one moment and tells of it, until it is let go or lost. What is said
 * meanwhile in the same direction waits behind it, in order; the other direction goes on. Whoever has said it may die
 * meanwhile: it is as with bytes that are under way in a network.
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
     * The request that says this; with several texts, the one that says the last of them, on a connection that has said
     * the others before, in this order. It is stopped where the text begins; the server may have what comes before it.
     */
    public static Hold request(String... latin1) {
        return new Hold(Side.REQUEST, List.of(latin1), 1, _ -> {});
    }

    /** The reply to such a request: the server has done what it was asked, and nobody learns it. */
    public static Hold reply(String... latin1) {
        return new Hold(Side.REPLY, List.of(latin1), 1, _ -> {});
    }

    /** Not the first time that it is said, but this one, on whichever connections. */
    public Hold time(int which) {
        return new Hold(side, markers, which, atOnce);
    }

    /** To be done in the very moment, before whoever is held could do anything else. */
    public Hold andThen(Consumer<Hold> more) {
        return new Hold(side, markers, time, more);
    }

    /** Waits until something is held, at most so long. */
    public boolean await(Duration atMost) {
        try {
            return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** It goes on as if nothing had been, also when its sender is gone. What has not come yet will not be held. */
    public void letGo() {
        over().forEach(connection -> connection.release(this));
    }

    /** The network has lost it, and resets the connection. */
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

    /** It was said once more; true when this is the time that is meant. */
    boolean isTheTime() {
        return said.incrementAndGet() == time;
    }

    /** Before the connection stops, so that whoever is told can let it go; false when nothing is to stop any more. */
    synchronized boolean stops(ProxiedConnection connection) {
        return !over && connections.add(connection);
    }

    void hasStopped() {
        atOnce.accept(this);
        stopped.countDown();
    }
}
