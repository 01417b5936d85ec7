package dev.payonce.sandbox.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** One client's connection through a {@link FaultProxy}, and its twin to the server. */
final class ProxiedConnection {

    private static final int CHUNK_BYTES = 16_384;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean eatsNextReply;

    ProxiedConnection(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() {
        Thread.ofVirtual().name("proxy-requests").start(this::requests);
        Thread.ofVirtual().name("proxy-replies").start(this::replies);
    }

    void reset() {
        proxy.forget(this);
        Sockets.reset(client);
        Sockets.reset(server);
    }

    private void requests() {
        byte[] chunk = new byte[CHUNK_BYTES];
        byte[] tail = new byte[0];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                byte[] seen = join(tail, chunk, length);
                // Decided before the request goes on: its reply may be faster than we are.
                eatsNextReply |= proxy.prey()
                        .filter(bytes -> contains(seen, bytes))
                        .filter(proxy::takePrey)
                        .isPresent();
                tail = proxy.prey().map(bytes -> lastOf(seen, bytes.length - 1)).orElse(new byte[0]);
                proxy.gate().pass();
                out.write(chunk, 0, length);
            }
            server.shutdownOutput();
        } catch (IOException broken) {
            reset();
        }
    }

    private void replies() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (eatsNextReply) {
                    proxy.countEaten();
                    reset();
                    return;
                }
                proxy.gate().pass();
                out.write(chunk, 0, length);
            }
        } catch (IOException broken) {
            reset();
            return;
        }
        // The server has said its last word; a client that is still talking talks to nobody.
        proxy.forget(this);
        Sockets.close(client);
        Sockets.close(server);
    }

    private static byte[] join(byte[] tail, byte[] chunk, int length) {
        byte[] joined = Arrays.copyOf(tail, tail.length + length);
        System.arraycopy(chunk, 0, joined, tail.length, length);
        return joined;
    }

    private static byte[] lastOf(byte[] bytes, int count) {
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - count), bytes.length);
    }

    private static boolean contains(byte[] bytes, byte[] pattern) {
        for (int at = 0; at + pattern.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return true;
            }
        }
        return false;
    }
}
