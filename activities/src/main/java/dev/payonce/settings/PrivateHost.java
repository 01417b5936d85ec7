package dev.payonce.settings;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule by which a host counts as this machine or as one of a private network. It judges the name alone and asks no
 * name server, whose answer could change it.
 */
public final class PrivateHost {

    /** Names that no public name server answers: of one word, or in a domain that is reserved for private use. */
    private static final Pattern NAME =
            Pattern.compile("[^.:]+|.*\\.(localhost|local|internal|svc|lan|home\\.arpa|test|invalid)\\.?");

    private static final byte UNIQUE_LOCAL = (byte) 0xfc;
    private static final byte SEVEN_BITS = (byte) 0xfe;

    private PrivateHost() {}

    /** Reports whether the host is this machine. */
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return isLiteral(host)
                ? address(host).filter(InetAddress::isLoopbackAddress).isPresent()
                : name.equals("localhost") || name.endsWith(".localhost");
    }

    /** Reports whether the host is this machine or in a private network. */
    public static boolean is(String host) {
        return isLiteral(host)
                ? address(host).filter(PrivateHost::isPrivate).isPresent()
                : NAME.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address.getAddress().length == 16 && (address.getAddress()[0] & SEVEN_BITS) == UNIQUE_LOCAL);
    }

    /** Returns empty for a text such as {@code 1.2.3.4.5}, which is neither an address nor a name. */
    private static Optional<InetAddress> address(String literal) {
        try {
            return Optional.of(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }
}
