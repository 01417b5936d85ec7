package dev.payonce.woocommerce;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * What the shop's options say of itself.
 *
 * @param url its address, as WordPress has it
 * @param hpos true where orders live in tables of their own
 * @param pluginTables version of the companion plugin's tables, empty where it was never activated
 * @param cachedOrders true where PHP keeps orders in a cache, which SQL cannot clear
 */
public record ShopOptions(String url, boolean hpos, ZoneId zone, String pluginTables, boolean cachedOrders) {

    public static final List<String> OPTIONS =
            List.of(
            "siteurl",
            "woocommerce_custom_orders_table_enabled",
            "timezone_string",
            "gmt_offset",
            "payonce_tables",
            "woocommerce_hpos_datastore_caching_enabled");

    public static ShopOptions of(Map<String, String> options) {
        return new ShopOptions(
                options.getOrDefault("siteurl", ""),
                options.getOrDefault("woocommerce_custom_orders_table_enabled", "no")
                        .equals("yes"),
                zone(options.getOrDefault("timezone_string", ""), options.getOrDefault("gmt_offset", "0")),
                options.getOrDefault("payonce_tables", ""),
                options.getOrDefault("woocommerce_hpos_datastore_caching_enabled", "no")
                        .equals("yes"));
    }

    /** Who a note is from, in WooCommerce's own manner. */
    String mailAddress() {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "woocommerce@localhost" : "woocommerce@" + host.replaceFirst("^www\\.", "");
        } catch (IllegalArgumentException notAnAddress) {
            return "woocommerce@localhost";
        }
    }

    /** Some columns hold the shop's own wall clock. Seconds east of UTC at that moment. */
    int secondsEast(Instant at) {
        return zone.getRules().getOffset(at).getTotalSeconds();
    }

    /** A shop names either a zone, or hours from UTC such as {@code -3.5}; what cannot be read counts as UTC. */
    private static ZoneId zone(String name, String hours) {
        try {
            return name.isBlank()
                    ? ZoneOffset.ofTotalSeconds(Math.toIntExact(Math.round(Double.parseDouble(hours) * 3600)))
                    : ZoneId.of(name.strip());
        } catch (DateTimeException | NumberFormatException unreadable) {
            return ZoneOffset.UTC;
        }
    }
}
