package dev.payonce.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.HostAndPort;

/**
 * The address of a Redis, of the Sentinels that know the master, or of nodes of a cluster. TLS, user and password are those of
 * each connection; Sentinels are asked without a password.
 *
 * @param tls true where the scheme begins with {@code rediss}
 * @param hosts one Redis, or some of the Sentinels or nodes
 * @param master the name by which Sentinels know it; empty otherwise
 * @param database its number; a cluster has 0 only
 */
public record RedisAddress(
        Kind kind,
        boolean tls,
        List<HostAndPort> hosts,
        Optional<String> user,
        Optional<String> password,
        String master,
        int database) {

    /** The forms that are taken. */
    public static final String FORM =
            "redis://user:password@host:port/database, redis-sentinel://host:port,host:port/master,"
                    + " or redis-cluster://host:port,host:port; rediss for TLS";

    private static final Pattern TEXT = Pattern.compile("(?<scheme>rediss?)(?<kind>-sentinel|-cluster)?://"
            + "((?<login>[^@/,]*)@)?(?<hosts>[^@/]+)(/(?<path>[^?#]*))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([1-9][0-9]{0,4})");
    private static final Pattern MASTER = Pattern.compile("(?<name>[A-Za-z0-9._-]{1,64})(/(?<database>[0-9]{1,4}))?");

    private static final int HIGHEST_PORT = 65_535;

    /** The kinds of servers behind an address. */
    public enum Kind {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** Returns empty for a text of another form. */
    public static Optional<RedisAddress> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Kind kind = kind(parts.group("kind"));
        Optional<String> path = Optional.ofNullable(parts.group("path")).filter(some -> !some.isEmpty());
        Matcher place = MASTER.matcher(kind == Kind.SINGLE ? "none/" + path.orElse("0") : path.orElse("none"));
        List<HostAndPort> hosts = hosts(parts.group("hosts"));
        boolean fits = kind == Kind.SINGLE ? hosts.size() == 1 : path.isPresent() == (kind == Kind.SENTINEL);
        if (hosts.isEmpty() || !fits || !place.matches()) {
            return Optional.empty();
        }
        String[] login = decoded(parts.group("login")).split(":", 2);
        return Optional.of(new RedisAddress(
                kind,
                parts.group("scheme").equals("rediss"),
                hosts,
                Optional.of(login[0]).filter(user -> !user.isEmpty()),
                login.length < 2 ? Optional.empty() : Optional.of(login[1]),
                kind == Kind.SENTINEL ? place.group("name") : "",
                place.group("database") == null ? 0 : Integer.parseInt(place.group("database"))));
    }

    private static Kind kind(String suffix) {
        return suffix == null ? Kind.SINGLE : suffix.equals("-sentinel") ? Kind.SENTINEL : Kind.CLUSTER;
    }

    /** Returns no host where one of them is malformed. */
    private static List<HostAndPort> hosts(String text) {
        List<Matcher> each =
                Arrays.stream(text.split(",", -1)).map(HOST::matcher).toList();
        return each.stream().allMatch(host -> host.matches() && Integer.parseInt(host.group(2)) <= HIGHEST_PORT)
                ? each.stream()
                        .map(host -> new HostAndPort(
                                host.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(host.group(2))))
                        .toList()
                : List.of();
    }

    /** Resolves what is percent-encoded, such as an @ in a password. */
    private static String decoded(String login) {
        try {
            return login == null
                    ? ""
                    : Optional.ofNullable(new URI("redis://" + login + "@host").getUserInfo())
                            .orElse(login);
        } catch (URISyntaxException asItIs) {
            return login;
        }
    }

    /** Shows neither user nor password. */
    @Override
    public String toString() {
        return kind + " " + hosts;
    }
}
