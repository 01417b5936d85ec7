package dev.payonce.sandbox.server;

import java.nio.charset.StandardCharsets;

/** The conversion of a client's bytes into a text that can be searched. One for each connection. */
sealed interface Speech permits Speech.Plain, GrpcSpeech {

    /** Returns the text that the next bytes add. */
    String hear(byte[] bytes, int length);

    /** Reports whether each character is one byte, so that a place in the text is a place among the bytes. */
    boolean isVerbatim();

    /** The speech of MySQL, Redis and HTTP/1.1. */
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
