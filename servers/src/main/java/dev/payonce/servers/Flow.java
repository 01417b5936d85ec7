package dev.payonce.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** A direction of a connection that passes bytes on, and keeps them during a hold. Safe for many threads. */
final class Flow {

    private final Socket to;
    private final Set<Hold> holds = new HashSet<>();
    private final Set<Hold> next = new HashSet<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean ended;

    Flow(Socket to) {
        this.to = to;
    }

    synchronized void pass(byte[] bytes, int from, int until) throws IOException {
        if (holds.isEmpty()) {
            to.getOutputStream().write(bytes, from, until - from);
        } else {
            kept.write(bytes, from, until - from);
        }
    }

    synchronized void stop(Hold hold) {
        holds.add(hold);
    }

    /** Stops from the next byte on. */
    synchronized void stopAtNext(Hold hold) {
        next.add(hold);
    }

    /** Returns the holds whose byte has come; from now on they hold. */
    synchronized Set<Hold> come() {
        Set<Hold> now = Set.copyOf(next);
        next.clear();
        holds.addAll(now);
        return now;
    }

    synchronized boolean isHeld() {
        return !holds.isEmpty();
    }

    /** Passes the kept bytes on if no other hold is left, and then the end of the stream if it has come. */
    synchronized void release(Hold hold) throws IOException {
        next.remove(hold);
        if (!holds.remove(hold) || !holds.isEmpty()) {
            return;
        }
        OutputStream out = to.getOutputStream();
        kept.writeTo(out);
        kept.reset();
        if (ended) {
            to.shutdownOutput();
        }
    }

    /** Ends the stream after the kept bytes. */
    synchronized void end() throws IOException {
        ended = true;
        if (holds.isEmpty()) {
            to.shutdownOutput();
        }
    }
}
