package dev.payonce.servers;

import java.nio.charset.StandardCharsets;

/** The reader that turns a client's bytes into searchable text. One for each connection. */
interface Speech {

    /** Returns the text of the next bytes. */
    String hear(byte[] bytes, int length);

    /** Returns true if each character is one byte, so that a place in the text is a place among the bytes. */
    boolean isVerbatim();

    /** A reader for MySQL, Redis and HTTP/1.1. */
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
