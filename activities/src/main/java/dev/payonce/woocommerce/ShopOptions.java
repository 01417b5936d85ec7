package dev.payonce.woocommerce;

import dev.payonce.mysql.StoreQuery;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The options of the shop.
 *
 * @param url its address, as WordPress has it
 * @param hpos true where orders live in tables of their own
 * @param pluginTables version of the companion plugin's tables, empty where it was never activated
 * @param cachedOrders true where PHP keeps orders in a cache, which SQL cannot clear
 * @param title its name, escaped for HTML
 */
public record ShopOptions(
        String url, boolean hpos, ZoneId zone, String pluginTables, boolean cachedOrders, String title) {

    public static final List<String> OPTIONS = List.of(
            "siteurl",
            "woocommerce_custom_orders_table_enabled",
            "timezone_string",
            "gmt_offset",
            "payonce_tables",
            "woocommerce_hpos_datastore_caching_enabled",
            "blogname");

    /** Reads them as {@code name} and {@code value}; a shop's tables need not agree on one collation. */
    static final String READ = """
            SELECT CONVERT(option_name USING utf8mb4) COLLATE utf8mb4_bin AS name,
                   CONVERT(option_value USING utf8mb4) COLLATE utf8mb4_bin AS value
            FROM {options} WHERE option_name IN (:options)
            """;

    /** Adds the options to a query; they come as {@code name} and {@code value}. */
    static StoreQuery readBy(StoreQuery query, Map<String, String> options) {
        return query.param("options", OPTIONS)
                .read(
                        Map.of(StoreQuery.Column.NAME, "option_name", StoreQuery.Column.VALUE, "option_value"),
                        "{options} WHERE option_name IN (:options)",
                        row -> options.put(
                                row.getString("name"), Objects.requireNonNullElse(row.getString("value"), "")));
    }

    public static ShopOptions of(Map<String, String> options) {
        return new ShopOptions(
                options.getOrDefault("siteurl", ""),
                options.getOrDefault("woocommerce_custom_orders_table_enabled", "no")
                        .equals("yes"),
                zone(options.getOrDefault("timezone_string", ""), options.getOrDefault("gmt_offset", "0")),
                options.getOrDefault("payonce_tables", ""),
                options.getOrDefault("woocommerce_hpos_datastore_caching_enabled", "no")
                        .equals("yes"),
                options.getOrDefault("blogname", ""));
    }

    /** Returns a note's author in WooCommerce's own manner. */
    String mailAddress() {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "woocommerce@localhost" : "woocommerce@" + host.replaceFirst("^www\\.", "");
        } catch (IllegalArgumentException notAnAddress) {
            return "woocommerce@localhost";
        }
    }

    /** Returns the shop's offset, since some columns hold its wall clock. Seconds east of UTC at that moment. */
    int secondsEast(Instant at) {
        return zone.getRules().getOffset(at).getTotalSeconds();
    }

    /** Returns the shop's zone, a name or hours from UTC such as -3.5; one that cannot be read counts as UTC. */
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
