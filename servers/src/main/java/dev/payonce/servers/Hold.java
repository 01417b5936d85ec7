package dev.payonce.servers;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A hold that stops a request or a reply in a {@link FaultProxy} until it is let go or lost. Later bytes in the same
 * direction wait behind it, in order; the other direction goes on. The sender may die meanwhile, as with bytes that are
 * under way in a network.
 */
public final class Hold {

    /** A request is stopped itself; a reply is stopped once its request has gone on to the server. */
    enum Side {
        REQUEST,
        REPLY
    }

    /** The connection that a hold stops. */
    interface Held {

        /** Passes on what this hold has kept. */
        void release(Hold hold);

        /** Resets the connection, so that what was kept is lost. */
        void reset();
    }

    private final Side side;
    private final List<String> markers;
    private final int time;
    private final Consumer<Hold> atOnce;
    private final AtomicInteger said = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<Held> connections = new HashSet<>();
    private boolean over;

    private Hold(Side side, List<String> markers, int time, Consumer<Hold> atOnce) {
        this.side = side;
        this.markers = List.copyOf(markers);
        this.time = time;
        this.atOnce = atOnce;
    }

    /**
     * Holds the request with this text. With several texts it is the request with the last one, on a connection that has
     * sent the others before, in this order. It stops where the text begins; the server may have the bytes before it.
     */
    public static Hold request(String... latin1) {
        return new Hold(Side.REQUEST, List.of(latin1), 1, _ -> {});
    }

    /** Holds the reply to such a request: the server has done its work, and the client does not know. */
    public static Hold reply(String... latin1) {
        return new Hold(Side.REPLY, List.of(latin1), 1, _ -> {});
    }

    /** Applies at this occurrence of the text instead of the first, counted over all connections. */
    public Hold time(int which) {
        return new Hold(side, markers, which, atOnce);
    }

    /** Runs the action at the moment of the hold, before the held program does anything else. */
    public Hold andThen(Consumer<Hold> more) {
        return new Hold(side, markers, time, more);
    }

    /** Waits until a request or reply is held, at most this time. */
    public boolean await(Duration atMost) {
        try {
            return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets it go on, also when its sender is gone. Later bytes are not held. */
    public void letGo() {
        over().forEach(connection -> connection.release(this));
    }

    /** Loses it, and resets the connection. */
    public void lose() {
        over().forEach(Held::reset);
    }

    private synchronized Set<Held> over() {
        over = true;
        return Set.copyOf(connections);
    }

    Side side() {
        return side;
    }

    List<String> markers() {
        return markers;
    }

    /** Counts an occurrence; returns true if this is the one to hold. */
    boolean isTheTime() {
        return said.incrementAndGet() == time;
    }

    /** Registers the connection before it stops; returns false if the hold is over. */
    synchronized boolean stops(Held connection) {
        return !over && connections.add(connection);
    }

    void hasStopped() {
        atOnce.accept(this);
        stopped.countDown();
    }
}
