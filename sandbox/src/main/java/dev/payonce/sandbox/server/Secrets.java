package dev.payonce.sandbox.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The source of passwords for servers that live as long as this process. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private Secrets() {}

    /** Returns 32 random hexadecimal digits. */
    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
