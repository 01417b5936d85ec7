package dev.payonce.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that makes handshakes and nothing else; it counts the clients that said more, such as their password. */
final class TlsServer implements AutoCloseable {

    private static final int MYSQL_TLS_REQUEST = 36;

    private final ServerSocket server;
    private final SSLContext tls;
    private final boolean mysql;
    private final AtomicInteger accepted = new AtomicInteger();

    /** @param mysql true to greet as MySQL does, whose client asks for TLS then */
    TlsServer(SSLContext tls, boolean mysql) throws IOException {
        this.tls = tls;
        this.mysql = mysql;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> handshake(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void handshake(Socket socket) {
        try (socket) {
            if (mysql) {
                socket.getOutputStream().write(greeting());
                socket.getInputStream().readNBytes(MYSQL_TLS_REQUEST);
            }
            try (SSLSocket encrypted =
                    (SSLSocket) tls.getSocketFactory().createSocket(socket, "client", socket.getPort(), true)) {
                encrypted.setUseClientMode(false);
                encrypted.startHandshake();
                if (encrypted.getInputStream().read() >= 0) {
                    accepted.incrementAndGet();
                }
            }
        } catch (IOException refused) {
            // The client closed; the count shows it.
        }
    }

    /** Returns MySQL's first packet, of a server that speaks TLS. */
    private static byte[] greeting() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(10);
        body.write("8.0.30\0".getBytes(StandardCharsets.US_ASCII));
        body.write(new byte[] {1, 0, 0, 0});
        body.write("12345678\0".getBytes(StandardCharsets.US_ASCII));
        body.write(new byte[] {0x09, (byte) 0xaa, 33, 2, 0, 8, 0, 21});
        body.write(new byte[10]);
        body.write("123456789012\0mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(new byte[] {(byte) body.size(), 0, 0, 0});
        packet.write(body.toByteArray());
        return packet.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
