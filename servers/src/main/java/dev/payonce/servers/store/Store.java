package dev.payonce.servers.store;

import dev.payonce.servers.MySqlServer;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A WooCommerce store in a schema of its own, with orders in HPOS tables. An audit trigger records each committed
 * change of an order's status: final states alone could not tell a doubled effect from a single one.
 */
public final class Store {

    public static final long FIRST_ORDER = 1001;

    private final String schema;
    private final String prefix;
    private final String siteUrl;
    private final Clock clock;
    private final DataSource source;
    private final JdbcClient sql;

    private Store(MySqlServer server, String schema, String prefix, String siteUrl, Clock clock) {
        this.schema = schema;
        this.prefix = prefix;
        this.siteUrl = siteUrl;
        this.clock = clock;
        this.source = server.administration(schema);
        this.sql = JdbcClient.create(source);
    }

    /**
     * Makes the schema and its tables, without orders. Fails if the schema exists: it may belong to another user.
     *
     * @param siteUrl as WordPress records it, with its scheme and without a slash at the end
     */
    public static Store create(MySqlServer server, String schema, String prefix, String siteUrl, Clock clock) {
        new StoreSchema(server.administration("")).create(schema, prefix, siteUrl);
        return new Store(server, schema, prefix, siteUrl, clock);
    }

    /** Makes a store as most are: prefix {@code wp_}, the system's clock. */
    public static Store create(MySqlServer server, String schema) {
        return create(server, schema, "wp_", "https://shop.invalid", Clock.systemUTC());
    }

    /** Adds pending orders with the next free numbers; the same seed and numbers make the same orders. */
    public List<StoreOrder> addOrders(long seed, int count) {
        List<StoreOrder> orders = OrderGenerator.orders(seed, nextId(), count);
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        new OrderInsert(new JdbcTemplate(source), prefix, now).insert(orders);
        return orders;
    }

    public Optional<OrderRow> order(long id) {
        return sql.sql(OrderRow.SQL.formatted(prefix) + " AND o.id = ?")
                .param(id)
                .query(OrderRow::read)
                .optional();
    }

    public List<OrderRow> orders() {
        return sql.sql(OrderRow.SQL.formatted(prefix) + " ORDER BY o.id")
                .query(OrderRow::read)
                .list();
    }

    /** Lists the status changes of all orders, oldest first. */
    public List<Transition> transitions() {
        return sql.sql("SELECT * FROM " + table("payonce_audit") + " ORDER BY seq")
                .query(Transition::read)
                .list();
    }

    public List<Transition> transitions(long id) {
        return transitions().stream().filter(move -> move.orderId() == id).toList();
    }

    /** Lists the notes of all orders, oldest first. */
    public List<Note> notes() {
        return sql.sql("SELECT * FROM " + table("comments") + " WHERE comment_type = 'order_note' ORDER BY comment_ID")
                .query(Note::read)
                .list();
    }

    public List<Note> notes(long id) {
        return notes().stream().filter(note -> note.orderId() == id).toList();
    }

    /** Changes the status and nothing else, in a transaction of its own, as another program would. */
    public void setStatus(long id, String status) {
        sql.sql("UPDATE " + table("wc_orders") + " SET status = ?, date_updated_gmt = UTC_TIMESTAMP() WHERE id = ?")
                .params(status, id)
                .update();
    }

    /** Sets a paid status as WooCommerce does for a clerk: with a paid date, and without a payment. */
    public void markPaid(long id, String status) {
        setStatus(id, status);
        sql.sql("UPDATE " + table("wc_order_operational_data")
                        + " SET date_paid_gmt = COALESCE(date_paid_gmt, UTC_TIMESTAMP()) WHERE order_id = ?")
                .param(id)
                .update();
    }

    /** Records a field on an order, as a plugin does; {@code _stripe_intent_id} is one. */
    public void addMeta(long id, String name, String value) {
        sql.sql("INSERT INTO " + table("wc_orders_meta") + " (order_id, meta_key, meta_value) VALUES (?, ?, ?)")
                .params(id, name, value)
                .update();
    }

    public void setOption(String name, String value) {
        sql.sql("REPLACE INTO " + table("options") + " (option_name, option_value) VALUES (?, ?)")
                .params(name, value)
                .update();
    }

    /** Opens the store's schema for further statements, as a user with all rights. */
    public JdbcClient sql() {
        return sql;
    }

    public String table(String name) {
        return prefix + name;
    }

    public String schema() {
        return schema;
    }

    public String prefix() {
        return prefix;
    }

    public String siteUrl() {
        return siteUrl;
    }

    /** Drops the schema; needed only on a server that is not ours. */
    public void drop() {
        sql.sql("DROP SCHEMA IF EXISTS " + schema).update();
    }

    private long nextId() {
        return sql.sql("SELECT COALESCE(MAX(ID) + 1, ?) FROM " + table("posts"))
                .param(FIRST_ORDER)
                .query(Long.class)
                .single();
    }
}
