package dev.payonce.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The bearer tokens that the store may use, of which only hashes are known here. */
final class StoreTokens {

    private final List<byte[]> hashes;

    /** @param hashes SHA-256 as hexadecimal digits */
    StoreTokens(List<String> hashes) {
        this.hashes = hashes.stream().map(HexFormat.of()::parseHex).toList();
    }

    /** Compares with every hash, each in constant time, so that no answer is faster for being nearly right. */
    boolean accept(String token) {
        byte[] hash = sha256(token);
        boolean accepted = false;
        for (byte[] known : hashes) {
            accepted |= MessageDigest.isEqual(known, hash);
        }
        return accepted;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
