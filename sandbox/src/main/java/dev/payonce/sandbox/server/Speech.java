package dev.payonce.sandbox.server;

import java.nio.charset.StandardCharsets;

/** How a client's bytes become text in which something can be found. One for each connection. */
sealed interface Speech permits Speech.Plain, GrpcSpeech {

    /** What the next bytes add. */
    String hear(byte[] bytes, int length);

    /** Whether each character is one byte, so that a place in the text is a place among the bytes. */
    boolean isVerbatim();

    /** As MySQL, Redis and HTTP/1.1 speak. */
    record Plain() implements Speech {

        @Override
        public String hear(byte[] bytes, int length) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }

        @Override
        public boolean isVerbatim() {
            return true;
        }
    }
}
