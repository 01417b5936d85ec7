package dev.payonce.sandbox.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** One direction of a connection: passes bytes on, and keeps them while anybody holds it. Safe for many threads. */
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

    /** From the next byte on. */
    synchronized void stopAtNext(Hold hold) {
        next.add(hold);
    }

    /** Those whose byte has come; from now on they hold. */
    synchronized Set<Hold> come() {
        Set<Hold> now = Set.copyOf(next);
        next.clear();
        holds.addAll(now);
        return now;
    }

    synchronized boolean isHeld() {
        return !holds.isEmpty();
    }

    /** What was kept goes on when nobody else holds it, and then the end if it has come meanwhile. */
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

    /** Nothing more will be said; after what is kept. */
    synchronized void end() throws IOException {
        ended = true;
        if (holds.isEmpty()) {
            to.shutdownOutput();
        }
    }
}
