package dev.payonce.api.access;

import dev.payonce.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that the API accepts now. Where they come from a file, a change of it counts within seconds, so a token is
 * replaced while the API runs. A file that cannot be used changes nothing.
 */
public final class Tokens {

    public static final String SETTING = "PAYONCE_STORE_TOKENS";

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    private static final SettingsReader.Form<List<Token>> FORM = SettingsReader.each(Token::of);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

    /** A token and the bytes of its hash. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a record, never changed.
    private record Accepted(Token token, byte[] hash) {}

    private final Optional<Path> file;
    private final LongSupplier nanos;
    private volatile List<Accepted> tokens;
    private @Nullable FileTime read;
    private long checked;

    /**
     * @param first the tokens at the start
     * @param file where they came from, if from a file
     */
    public Tokens(List<Token> first, Optional<Path> file, LongSupplier nanos) {
        this.tokens = accepted(first);
        this.file = file;
        this.nanos = nanos;
        this.checked = nanos.getAsLong();
        this.read = file.flatMap(Tokens::time).orElse(null);
    }

    /** Compares with every hash, each in constant time, so that no answer is faster for being nearly right. */
    public Optional<Token> of(String bearer) {
        refresh();
        byte[] hash = sha256(bearer);
        Optional<Token> found = Optional.empty();
        for (Accepted each : tokens) {
            if (MessageDigest.isEqual(each.hash(), hash)) {
                found = Optional.of(each.token());
            }
        }
        return found;
    }

    /** Returns the tokens that are accepted now. */
    public List<Token> all() {
        refresh();
        return tokens.stream().map(Accepted::token).toList();
    }

    private synchronized void refresh() {
        if (file.isEmpty() || nanos.getAsLong() - checked < CHECK_EVERY.toNanos()) {
            return;
        }
        checked = nanos.getAsLong();
        FileTime time = time(file.get()).orElse(null);
        if (time != null && !time.equals(read)) {
            read = time;
            parsed(file.get())
                    .ifPresentOrElse(
                            now -> {
                                tokens = accepted(now);
                                LOG.info("The tokens were read again: {}", now);
                            },
                            () -> LOG.error(
                                    "The tokens in {}_FILE cannot be used, so the former ones stay: each is {}",
                                    SETTING,
                                    Token.FORM));
        }
    }

    private static List<Accepted> accepted(List<Token> tokens) {
        return tokens.stream()
                .map(token -> new Accepted(token, HexFormat.of().parseHex(token.hash())))
                .toList();
    }

    private static Optional<List<Token>> parsed(Path file) {
        return SettingsReader.file(file.toString()).map(String::strip).flatMap(FORM::parse);
    }

    private static Optional<FileTime> time(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
