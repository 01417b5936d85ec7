package dev.payonce.api.page;

import dev.payonce.api.access.Token;
import dev.payonce.api.access.Tokens;
import dev.payonce.signature.Hmac;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/**
 * The sessions of the operators' page. A session is a sealed cookie, so that each API process takes the cookies of the
 * others, and none keeps a list. The cookie has a fingerprint of its token, by which the token is found at each request: a
 * token that is withdrawn ends its sessions, and neither the token nor its hash leaves this process.
 */
final class Sessions {

    /** The longest life of a session: a working day. */
    static final Duration LIFE = Duration.ofHours(8);

    private static final Duration LIFE_BEFORE_LOGIN = Duration.ofHours(1);
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,12})[.]([0-9a-f]{32})[.]([0-9a-f]{64}|-)[.]([0-9a-f]{64})");
    private static final String NO_TOKEN = "-";

    private final List<Hmac> keys;
    private final Tokens tokens;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param secrets the first one signs, each is accepted; keys of their own purpose are derived from them */
    Sessions(List<String> secrets, Tokens tokens, InstantSource clock) {
        this.keys = secrets.stream()
                .map(secret -> new Hmac(
                        HexFormat.of().parseHex(new Hmac(bytes(secret)).hex(bytes("the key of the operators' page")))))
                .toList();
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Makes a session without a token, for the form that asks for one. */
    Session beforeLogin() {
        return session(Optional.empty(), LIFE_BEFORE_LOGIN);
    }

    Session of(Token token) {
        return session(Optional.of(token), LIFE);
    }

    private Session session(Optional<Token> token, Duration life) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return new Session(
                token,
                HexFormat.of().formatHex(nonce),
                Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond()));
    }

    /** Returns the session of the request's cookie; empty where it is missing, over, forged, or of a withdrawn token. */
    Optional<Session> read(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(name(request)))
                .map(Cookie::getValue)
                .flatMap(value -> read(value).stream())
                .findFirst();
    }

    /** Returns the session of a cookie's value. */
    Optional<Session> read(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String sealed = value.substring(0, value.lastIndexOf('.'));
        Instant until = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        return keys.stream()
                .filter(key -> same(key.hex(bytes("session "), bytes(sealed)), parts.group(4)))
                .filter(_ -> clock.instant().isBefore(until))
                .findFirst()
                .flatMap(key -> parts.group(3).equals(NO_TOKEN)
                        ? Optional.of(new Session(Optional.empty(), parts.group(2), until))
                        : tokens.all().stream()
                                .filter(token -> same(fingerprint(key, token), parts.group(3)))
                                .map(token -> new Session(Optional.of(token), parts.group(2), until))
                                .findFirst());
    }

    /** Returns the cookie that carries the session. No script reads it, and no other site sends it. */
    String cookie(Session session, HttpServletRequest request) {
        return cookie(request, value(session), Duration.between(clock.instant(), session.until()));
    }

    /** Returns the value of the session's cookie: its parts and their seal. */
    String value(Session session) {
        Hmac key = keys.getFirst();
        String sealed = String.join(
                ".",
                Long.toString(session.until().getEpochSecond()),
                session.nonce(),
                session.token().map(token -> fingerprint(key, token)).orElse(NO_TOKEN));
        return sealed + "." + key.hex(bytes("session "), bytes(sealed));
    }

    /** Returns the cookie that ends a session in its browser. */
    String end(HttpServletRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    /** Returns the value that each form of the session carries, and that no other site knows. */
    String formKey(Session session) {
        return keys.getFirst().hex(bytes("form "), bytes(session.nonce()));
    }

    boolean isFormOf(Session session, String given) {
        return keys.stream().anyMatch(key -> same(key.hex(bytes("form "), bytes(session.nonce())), given));
    }

    private static String cookie(HttpServletRequest request, String value, Duration life) {
        return ResponseCookie.from(name(request), value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(tls(request))
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    /** Returns the cookie's name; under TLS a browser takes this one from this very host only. */
    private static String name(HttpServletRequest request) {
        return tls(request) ? "__Host-payonce" : "payonce";
    }

    /** Reports whether the browser speaks TLS, with this process or with the proxy before it. */
    private static boolean tls(HttpServletRequest request) {
        return request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    private static String fingerprint(Hmac key, Token token) {
        return key.hex(bytes("token "), bytes(token.hash()));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(bytes(one), bytes(other));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
