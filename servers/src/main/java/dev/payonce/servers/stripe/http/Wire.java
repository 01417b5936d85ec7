package dev.payonce.servers.stripe.http;

import dev.payonce.servers.stripe.http.Exchange.Manner;
import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Exchange.Request;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The part of HTTP/1.1 that Stripe's clients speak: no chunks in requests, bodies of a known length. */
final class Wire {

    private static final int HEADER_BYTES = 16 * 1024;
    private static final int BODY_BYTES = 1024 * 1024;

    private Wire() {}

    /** Reads the next request; empty when the caller has closed the connection between two. */
    static Optional<Request> read(InputStream in) throws IOException {
        int[] budget = {HEADER_BYTES};
        Optional<String> first = line(in, budget);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] start = first.get().split(" ", 3);
        if (start.length != 3) {
            throw new IOException("Not an HTTP request");
        }
        Map<String, String> headers = new HashMap<>();
        String header = line(in, budget).orElseThrow(EOFException::new);
        while (!header.isEmpty()) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IOException("Not an HTTP header");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
            header = line(in, budget).orElseThrow(EOFException::new);
        }
        int query = start[1].indexOf('?');
        return Optional.of(new Request(
                start[0],
                query < 0 ? start[1] : start[1].substring(0, query),
                query < 0 ? "" : start[1].substring(query + 1),
                Map.copyOf(headers),
                body(in, headers)));
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        int length;
        try {
            length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        } catch (NumberFormatException malformed) {
            throw new IOException("Not a length", malformed);
        }
        if (length < 0 || length > BODY_BYTES || headers.containsKey("transfer-encoding")) {
            throw new IOException("A body of another form or size than Stripe's clients send");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<String> line(InputStream in, int[] budget) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (--budget[0] < 0) {
                throw new IOException("Headers too long");
            }
            line.append((char) next);
            next = in.read();
        }
        return Optional.of(line.toString().stripTrailing());
    }

    static void write(OutputStream out, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" \r\n");
        head.append("Content-Type: application/json\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        int length = reply.manner() == Manner.HALF ? body.length / 2 : body.length;
        byte[] all = new byte[start.length + length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, length);
        // One write, so that a small answer is one packet.
        out.write(all);
        out.flush();
    }
}
