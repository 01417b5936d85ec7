package dev.payonce.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The free ports of the loopback address. They come from below the range in which Linux (32768) and macOS (49152) choose
 * ports for outgoing connections: such a port can be taken between the check and the listening. Each JVM starts elsewhere
 * and never returns a port twice in a row, so that two test runs do not collide.
 */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int COUNT = 17_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % COUNT));

    private Ports() {}

    /** Returns this port if it is free, else another one. */
    public static int freeOr(int port) {
        return isFree(port) ? port : free();
    }

    /** Returns a port on which no process listens now. */
    public static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + (FIRST + COUNT));
    }

    /** Returns a free port for a server that also listens this far above it, where a port is free, too. */
    public static int freeWith(int above) {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = free();
            if (port + above < FIRST + COUNT && isFree(port + above)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "No two free ports " + above + " apart between " + FIRST + " and " + (FIRST + COUNT));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
