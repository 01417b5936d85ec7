package dev.payonce.servers;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

/** The ways to end a connection without a report of failures. */
final class Sockets {

    private Sockets() {}

    static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is gone either way.
        }
    }

    /** Ends it with a reset instead of a polite goodbye, so that the other side sees a failure. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyBroken) {
            // The peer is gone already.
        }
        close(socket);
    }
}
