package dev.payonce.woocommerce.charge;

import dev.payonce.mysql.TableNames;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.Order;
import dev.payonce.reconcile.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The reader of the details that a charge shows at the gateway, by one statement for either storage of orders. The caller
 * holds the order's lock. Both storages are read into the names of WordPress' posts.
 */
public final class ChargeDetailsReader {

    private static final List<String> ADDRESS = List.of(
            "first_name",
            "last_name",
            "company",
            "address_1",
            "address_2",
            "city",
            "state",
            "postcode",
            "country",
            "phone");

    private static final String TABLES = """
            SELECT o.billing_email, o.ip_address, o.user_agent, a.address_type, a.first_name, a.last_name, a.company,
                   a.address_1, a.address_2, a.city, a.state, a.postcode, a.country, a.phone
            FROM {wc_orders} o LEFT JOIN {wc_order_addresses} a ON a.order_id = o.id
            WHERE o.id = ?""";

    private static final String POSTS = """
            SELECT meta_key, meta_value FROM {postmeta} WHERE post_id = ? AND (
              meta_key LIKE '\\_billing\\_%' OR meta_key LIKE '\\_shipping\\_%'
              OR meta_key IN ('_customer_ip_address', '_customer_user_agent'))""";

    private final TableNames tables;

    public ChargeDetailsReader(TableNames tables) {
        this.tables = tables;
    }

    /**
     * Reads the details of an order.
     *
     * @param hpos true where orders live in tables of their own
     * @param shop the shop's name
     */
    public ChargeDetails read(JdbcClient sql, boolean hpos, Order order, String shop, Policy.ShopperNotice notice) {
        Map<String, String> meta = new HashMap<>();
        RowCallbackHandler read = hpos
                ? row -> {
                    put(meta, "_billing_email", row.getString("billing_email"));
                    put(meta, "_customer_ip_address", row.getString("ip_address"));
                    put(meta, "_customer_user_agent", row.getString("user_agent"));
                    String type = String.valueOf(row.getString("address_type"));
                    for (String field : ADDRESS) {
                        put(meta, "_" + type + "_" + field, row.getString(field));
                    }
                }
                : row -> put(meta, row.getString("meta_key"), row.getString("meta_value"));
        sql.sql(tables.sql(hpos ? TABLES : POSTS)).param(order.id().number()).query(read);
        return new ChargeDetailsMapper(meta).of(order.displayNumber(), shop, notice);
    }

    private static void put(Map<String, String> meta, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            meta.put(name, value.strip());
        }
    }
}
