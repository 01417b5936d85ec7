package dev.payonce.woocommerce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.workflow.PayloadConverter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table that remembers stores, and what the server shows of the store itself. */
public final class StoreTable {

    private static final TypeReference<List<String>> ADDRESSES = new TypeReference<>() {};

    private final StoreSettings settings;
    private final TableNames tables;

    public StoreTable(StoreSettings settings) {
        this.settings = settings;
        this.tables = new TableNames(settings);
    }

    /**
     * A store as it was pinned.
     *
     * @param tables {@code schema.prefix}
     * @param former addresses that it had before, oldest first
     * @param effects the program that moves its orders; empty in a ledger of an earlier version
     */
    public record Known(String store, String tables, String site, List<String> former, boolean live, String effects) {}

    /** Returns the place that this process works on: {@code schema.prefix}. */
    public String here(JdbcClient sql) {
        String schema = sql.sql("SELECT COALESCE(DATABASE(), '')")
                .query((row, _) -> row.getString(1))
                .single();
        return schema + "." + settings.prefix();
    }

    public ShopOptions shop(JdbcClient sql) {
        Map<String, String> options = new HashMap<>();
        sql.sql(tables.sql(ShopOptions.READ))
                .param("options", ShopOptions.OPTIONS)
                .query(row -> {
                    options.put(
                            row.getString("name"),
                            Optional.ofNullable(row.getString("value")).orElse(""));
                });
        return ShopOptions.of(options);
    }

    /** Reports whether the shop's own Stripe plugin is active. The option is a list that PHP has serialized. */
    boolean hasStripePlugin(JdbcClient sql) {
        return sql.sql(tables.sql("SELECT COUNT(*) FROM {options} WHERE option_name = 'active_plugins'"
                                + " AND option_value LIKE '%\"woocommerce-gateway-stripe/%'"))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Returns every store that has this name or these tables: one at most, if all is well. */
    public List<Known> known(JdbcClient sql, String here) {
        return sql.sql(tables.sql("""
                        SELECT store, order_tables, site_url, former_sites, live, effects FROM {payonce_store}
                        WHERE store = ? OR order_tables = ?"""))
                .params(settings.store(), here)
                .query(StoreTable::read)
                .list();
    }

    public void insert(JdbcClient sql, Known store) {
        sql.sql(tables.sql("""
                        INSERT INTO {payonce_store} (store, order_tables, site_url, former_sites, live, effects, cursors, at)
                        VALUES (?, ?, ?, ?, ?, ?, '{}', UTC_TIMESTAMP(6))"""))
                .params(
                        store.store(),
                        store.tables(),
                        store.site(),
                        json(store.former()),
                        store.live(),
                        store.effects())
                .update();
    }

    public void update(JdbcClient sql, Known store) {
        sql.sql(tables.sql("""
                        UPDATE {payonce_store} SET order_tables = ?, site_url = ?, former_sites = ?, live = ?, effects = ?
                        WHERE store = ?"""))
                .params(
                        store.tables(),
                        store.site(),
                        json(store.former()),
                        store.live(),
                        store.effects(),
                        store.store())
                .update();
    }

    /** Returns the pinned account of a gateway; empty before the first start. */
    public Optional<String> account(JdbcClient sql, String gateway) {
        return sql.sql(tables.sql(
                        "SELECT JSON_UNQUOTE(JSON_EXTRACT(accounts, ?)) AS id FROM {payonce_store} WHERE store = ?"))
                .params(path(gateway), settings.store())
                .query((row, _) -> Optional.ofNullable(row.getString("id")))
                .optional()
                .flatMap(id -> id);
    }

    /** Records the account of a gateway. */
    public void account(JdbcClient sql, String gateway, String id) {
        sql.sql(tables.sql("UPDATE {payonce_store} SET accounts = JSON_SET(COALESCE(accounts, '{}'), ?, ?)"
                        + " WHERE store = ?"))
                .params(path(gateway), id, settings.store())
                .update();
    }

    private static String path(String gateway) {
        return "$.\"" + gateway + "\"";
    }

    /** Returns how many other tables of orders this user can see on the server. */
    public int others(JdbcClient sql) {
        return sql.sql("""
                        SELECT COUNT(*) FROM information_schema.tables
                        WHERE table_name LIKE '%wc\\_orders' AND NOT (table_schema = DATABASE() AND table_name = ?)""")
                .param(settings.prefix() + "wc_orders")
                .query(Integer.class)
                .single();
    }

    private static Known read(ResultSet row, int number) throws SQLException {
        return new Known(
                row.getString("store"),
                row.getString("order_tables"),
                row.getString("site_url"),
                addresses(row.getString("former_sites")),
                row.getBoolean("live"),
                row.getString("effects"));
    }

    private static String json(List<String> addresses) {
        try {
            return PayloadConverter.JSON.writeValueAsString(addresses);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> addresses(String json) {
        try {
            return PayloadConverter.JSON.readValue(json, ADDRESSES);
        } catch (JsonProcessingException edited) {
            throw new IllegalStateException("payonce_store.former_sites is no list of addresses", edited);
        }
    }
}
