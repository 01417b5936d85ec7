package dev.payonce.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An attacker with many sockets, each of which sends a byte now and then; it opens those again that are closed. */
final class SlowClients implements AutoCloseable {

    private static final long PAUSE_NANOS = 300_000_000;

    private final InetSocketAddress server;
    private final List<String> heads;
    private final SocketChannel[] sockets;
    private final Thread thread = Thread.ofPlatform().name("slow-clients").unstarted(this::drip);
    private volatile boolean running = true;
    private final AtomicLong closed = new AtomicLong();

    /** @param heads the starts of the requests; each socket sends one of them, then drips */
    SlowClients(int port, int count, List<String> heads) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.heads = heads;
        this.sockets = new SocketChannel[count];
        for (int each = 0; each < count; each++) {
            sockets[each] = open(each);
        }
        thread.start();
    }

    /** Returns how many connections the server has closed. */
    long closed() {
        return closed.get();
    }

    private SocketChannel open(int each) throws IOException {
        SocketChannel socket = SocketChannel.open(server);
        socket.configureBlocking(false);
        write(socket, heads.get(each % heads.size()));
        return socket;
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void drip() {
        ByteBuffer answer = ByteBuffer.allocate(4 * 1024);
        while (running) {
            for (int each = 0; each < sockets.length && running; each++) {
                try {
                    write(sockets[each], "x");
                    if (sockets[each].read(answer.clear()) < 0) {
                        throw new IOException("closed");
                    }
                } catch (IOException gone) {
                    closed.incrementAndGet();
                    again(each);
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void again(int each) {
        try {
            sockets[each].close();
            sockets[each] = open(each);
        } catch (IOException refused) {
            // It is tried again in the next round.
        }
    }

    @Override
    public void close() throws IOException {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel socket : new ArrayList<>(List.of(sockets))) {
            socket.close();
        }
    }
}
