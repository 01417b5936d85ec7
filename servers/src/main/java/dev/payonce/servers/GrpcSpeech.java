package dev.payonce.servers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The messages that a gRPC client sends on an HTTP/2 connection, unpacked: Temporal's client compresses each. A message
 * counts as said with its last byte. Headers are left out.
 */
final class GrpcSpeech implements Speech {

    private static final int PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length();
    private static final int FRAME_HEADER = 9;
    private static final int MESSAGE_HEADER = 5;
    private static final int DATA = 0;
    private static final int RST_STREAM = 3;
    private static final int END_STREAM = 1;
    private static final int PADDED = 8;

    private final Map<Integer, byte[]> streams = new HashMap<>();
    private int preface = PREFACE;
    private byte[] rest = new byte[0];

    @Override
    public boolean isVerbatim() {
        return false;
    }

    @Override
    public String hear(byte[] bytes, int length) {
        int skipped = Math.min(preface, length);
        preface -= skipped;
        rest = join(rest, bytes, skipped, length);
        StringBuilder said = new StringBuilder();
        ByteBuffer frames = ByteBuffer.wrap(rest);
        while (frames.remaining() >= FRAME_HEADER) {
            int size = frames.getInt(frames.position()) >>> 8;
            if (frames.remaining() < FRAME_HEADER + size) {
                break;
            }
            byte[] frame = new byte[FRAME_HEADER + size];
            frames.get(frame);
            said.append(frame(frame));
        }
        rest = Arrays.copyOfRange(rest, frames.position(), rest.length);
        return said.toString();
    }

    private String frame(byte[] frame) {
        int type = frame[3];
        int flags = frame[4];
        int stream = ByteBuffer.wrap(frame).getInt(5) & Integer.MAX_VALUE;
        String said = "";
        if (type == DATA) {
            int padding = (flags & PADDED) == 0 ? 0 : 1 + (frame[FRAME_HEADER] & 0xFF);
            int from = FRAME_HEADER + Math.min(1, padding);
            int until = frame.length - Math.max(0, padding - 1);
            said = messages(stream, join(streams.getOrDefault(stream, new byte[0]), frame, from, until));
        }
        if (type == RST_STREAM || (type == DATA && (flags & END_STREAM) != 0)) {
            streams.remove(stream);
        }
        return said;
    }

    private String messages(int stream, byte[] bytes) {
        StringBuilder said = new StringBuilder();
        ByteBuffer data = ByteBuffer.wrap(bytes);
        while (data.remaining() >= MESSAGE_HEADER) {
            int size = data.getInt(data.position() + 1);
            if (data.remaining() < MESSAGE_HEADER + size) {
                break;
            }
            boolean packed = data.get() == 1;
            byte[] message = new byte[size];
            data.getInt();
            data.get(message);
            said.append(new String(packed ? unpack(message) : message, StandardCharsets.ISO_8859_1));
        }
        streams.put(stream, Arrays.copyOfRange(bytes, data.position(), bytes.length));
        return said.toString();
    }

    private static byte[] unpack(byte[] message) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(message))) {
            return gzip.readAllBytes();
        } catch (IOException notGzip) {
            throw new UncheckedIOException(notGzip);
        }
    }

    private static byte[] join(byte[] one, byte[] other, int from, int until) {
        byte[] joined = Arrays.copyOf(one, one.length + until - from);
        System.arraycopy(other, from, joined, one.length, until - from);
        return joined;
    }
}
