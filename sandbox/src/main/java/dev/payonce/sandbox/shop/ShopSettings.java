package dev.payonce.sandbox.shop;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings by which {@code scripts/shop} hands a running shop over.
 *
 * @param site the shop's address
 * @param database {@code jdbc:mysql://host:port/schema} of the shop, which holds the ledger, too
 * @param apiPort the port that the plugin's settings name
 * @param bankPort the port of the page that stands for a bank's 3-D Secure
 * @param token the plugin's bearer token
 * @param secret the secret by which Payonce signs its calls to the plugin
 * @param ready the file to make when all servers are ready
 */
record ShopSettings(
        URI site,
        String database,
        String user,
        String password,
        int apiPort,
        int bankPort,
        String token,
        String secret,
        Optional<Path> ready) {

    static ShopSettings of(Map<String, String> environment) {
        return new ShopSettings(
                URI.create(given(environment, "SHOP_URL")),
                given(environment, "SHOP_DATABASE"),
                given(environment, "SHOP_DATABASE_USER"),
                given(environment, "SHOP_DATABASE_PASSWORD"),
                Integer.parseInt(given(environment, "SHOP_API_PORT")),
                Integer.parseInt(given(environment, "SHOP_BANK_PORT")),
                given(environment, "SHOP_TOKEN"),
                given(environment, "SHOP_SECRET"),
                Optional.ofNullable(environment.get("SHOP_READY")).map(Path::of));
    }

    /** Returns the schema of the shop's tables. */
    String schema() {
        return URI.create(database.replaceFirst("^jdbc:", "")).getPath().substring(1);
    }

    private static String given(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is missing: start the shop with scripts/shop");
        }
        return value;
    }
}
