package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GrpcSpeechTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int END_STREAM = 1;
    private static final int PADDED = 8;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    GrpcSpeechTest() {
        sent.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void packedMessagesAreReadAndHeadersAreNot() throws IOException {
        frame(HEADERS, 4, 1, "headers".getBytes(StandardCharsets.US_ASCII));
        frame(DATA, END_STREAM, 1, message(true, "evt_1"));
        frame(DATA, END_STREAM, 3, message(false, "evt_2"));

        assertThat(heard(sent.size())).isEqualTo("evt_1evt_2");
    }

    @Test
    void messagesThatComeInFramesOfSeveralStreamsAreReadWhole() throws IOException {
        byte[] one = message(true, "the first");
        frame(DATA, 0, 1, Arrays.copyOf(one, 7));
        frame(DATA, END_STREAM, 3, message(true, "the second, "));
        frame(DATA, END_STREAM, 1, Arrays.copyOfRange(one, 7, one.length));

        assertThat(heard(sent.size())).isEqualTo("the second, the first");
    }

    @Test
    void paddingIsLeftOut() throws IOException {
        byte[] message = message(false, "evt_1");
        byte[] padded = new byte[message.length + 4];
        padded[0] = 3;
        System.arraycopy(message, 0, padded, 1, message.length);
        frame(DATA, PADDED, 1, padded);
        frame(DATA, END_STREAM, 1, message(false, "evt_2"));

        assertThat(heard(sent.size())).isEqualTo("evt_1evt_2");
    }

    @Test
    void theNetworkMayCutItAnywhere() throws IOException {
        frame(DATA, END_STREAM, 1, message(true, "evt_1"));
        frame(HEADERS, 4, 3, new byte[300]);
        frame(DATA, END_STREAM, 3, message(true, "evt_2"));

        for (int seed = 1; seed <= 50; seed++) {
            assertThat(heard(1 + new Random(seed).nextInt(40)))
                    .as("seed %d", seed)
                    .isEqualTo("evt_1evt_2");
        }
    }

    private String heard(int pieces) {
        GrpcSpeech speech = new GrpcSpeech();
        StringBuilder heard = new StringBuilder();
        byte[] all = sent.toByteArray();
        for (int at = 0; at < all.length; at += pieces) {
            byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + pieces));
            heard.append(speech.hear(piece, piece.length));
        }
        return heard.toString();
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        sent.writeBytes(ByteBuffer.allocate(9)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        sent.writeBytes(payload);
    }

    private static byte[] message(boolean packed, String text) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (var out = packed ? new GZIPOutputStream(body) : body) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return ByteBuffer.allocate(5 + body.size())
                .put((byte) (packed ? 1 : 0))
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
    }
}
