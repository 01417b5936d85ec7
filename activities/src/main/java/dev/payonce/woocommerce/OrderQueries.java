package dev.payonce.woocommerce;

/**
 * The statements that search a shop's orders, for one of its two storages. Statements for one purpose have the same
 * parameters and columns in both.
 *
 * @param rawKey an order's own key, by its number
 * @param recorded orders that record one of {@code :names}
 * @param recordedLately the same where no index leads from an ID to its order
 * @param byDisplayNumber orders that show {@code :number}, with their keys
 * @param byKey orders whose key has the fingerprint {@code :key}
 * @param saved orders and refunds after {@code :updated} and {@code :order}, at most {@code :rows}
 * @param movedFromPaid those of {@code :orders} that the ledger has as paid and that others moved since, with both keys
 */
record OrderQueries(
        String rawKey,
        String recorded,
        String recordedLately,
        String byDisplayNumber,
        String byKey,
        String saved,
        String movedFromPaid) {

    /**
     * Keeps what others moved since it was last paid. Payonce's last move says whether they did: an order that it put on hold
     * has left that, and one that was paid, put back or released since is neither in processing nor completed.
     */
    private static final String MOVED_BY_OTHERS = """

             AND p.seq = (SELECT MAX(l.seq) FROM {payonce_ledger} l
                          WHERE l.store = :store AND l.order_id = o.id AND l.entry LIKE 'paid%')
            WHERE o.id IN (:orders)
              AND CASE COALESCE((SELECT JSON_UNQUOTE(JSON_EXTRACT(m.body, '$.reason')) FROM {payonce_ledger} m
                                 WHERE m.store = :store AND m.order_id = o.id AND m.seq > p.seq
                                   AND m.entry LIKE 'status:%' ORDER BY m.seq DESC LIMIT 1), '')
                    WHEN 'DISPUTED' THEN o.STATUS <> 'wc-on-hold'
                    WHEN 'SUSPECTED_FRAUD' THEN o.STATUS <> 'wc-on-hold'
                    WHEN '' THEN o.STATUS NOT IN ('wc-processing', 'wc-completed')
                    WHEN 'DISPUTE_WON' THEN o.STATUS NOT IN ('wc-processing', 'wc-completed')
                    WHEN 'FRAUD_CLEARED' THEN o.STATUS NOT IN ('wc-processing', 'wc-completed')
                    WHEN 'RELEASED' THEN o.STATUS NOT IN ('wc-processing', 'wc-completed')
                    ELSE FALSE END""";

    private static final String IN_META = """
            SELECT order_id AS id, CONVERT(meta_value USING utf8mb4) COLLATE utf8mb4_bin AS name
            FROM {wc_orders_meta} WHERE meta_key = :intent AND meta_value IN (:names)""";

    /**
     * The queries for WooCommerce's own tables (HPOS). {@code recorded} needs the index of transaction IDs, and
     * {@code byKey} reads the newest orders only: a numbering plugin hid the ID, and only the key is known. The index of
     * dates ends with the primary key, as each secondary index of InnoDB does, so {@code saved} sorts no row.
     */
    static final OrderQueries TABLES = new OrderQueries(
            """
            SELECT p.order_key FROM {wc_orders} o JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE o.id = ? AND o.type = 'shop_order' AND p.order_key IS NOT NULL""", IN_META + """

            UNION ALL
            SELECT id AS id, CONVERT(transaction_id USING utf8mb4) COLLATE utf8mb4_bin AS name
            FROM {wc_orders} WHERE transaction_id IN (:names) AND type = 'shop_order'""", IN_META + """

            UNION ALL
            SELECT o.id AS id, CONVERT(o.transaction_id USING utf8mb4) COLLATE utf8mb4_bin AS name FROM (
              SELECT id, type, transaction_id FROM {wc_orders} FORCE INDEX (date_updated)
              WHERE date_updated_gmt >= :since ORDER BY date_updated_gmt DESC LIMIT :rows) AS o
            WHERE o.transaction_id IN (:names) AND o.type = 'shop_order'""", """
            SELECT m.order_id, p.order_key
            FROM {wc_orders_meta} m JOIN {wc_order_operational_data} p ON p.order_id = m.order_id
            WHERE m.meta_key IN (:keys) AND m.meta_value = :number LIMIT 10""", """
            SELECT p.order_id FROM (
              SELECT id FROM {wc_orders} FORCE INDEX (date_created)
              WHERE type = 'shop_order' AND date_created_gmt >= :since
              ORDER BY date_created_gmt DESC LIMIT :rows) AS o
            JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE LEFT(SHA2(p.order_key, 256), 32) = :key""", """
            SELECT id, type, status, date_updated_gmt AS updated FROM {wc_orders} FORCE INDEX (date_updated)
            WHERE date_updated_gmt > :updated OR date_updated_gmt = :updated AND id > :order
            ORDER BY date_updated_gmt, id LIMIT :rows""", """
            SELECT o.id, d.order_key, p.order_key AS paid_key
            FROM {wc_orders} o FORCE INDEX (PRIMARY)
            JOIN {wc_order_operational_data} d ON d.order_id = o.id
            JOIN {payonce_ledger} p ON p.store = :store AND p.order_id = o.id AND p.entry LIKE 'paid%'""" + MOVED_BY_OTHERS.replace("o.STATUS", "o.status"));

    /** The newest posts: no index leads from a payment's ID to a post, and most posts of a shop are no orders. */
    private static final String NEWEST = """
            (SELECT ID FROM {posts} FORCE INDEX (PRIMARY)
             WHERE ID > (SELECT GREATEST(CAST(MAX(ID) AS SIGNED) - 5000, 0) FROM {posts}) AND post_type = 'shop_order'
             ORDER BY ID DESC LIMIT :rows) AS o""";

    private static final String NEWEST_RECORDED = """
            SELECT o.ID AS id, CONVERT(m.meta_value USING utf8mb4) COLLATE utf8mb4_bin AS name
            FROM\s""" + NEWEST + """

            JOIN {postmeta} m ON m.post_id = o.ID
            WHERE m.meta_key IN (:intent, '_transaction_id') AND m.meta_value IN (:names)""";

    /**
     * The queries for WordPress' posts. No index has the time at which a post was saved, so {@code saved} reads each round
     * the unpaid orders since {@code :since}, by number.
     */
    static final OrderQueries POSTS = new OrderQueries(
            """
            SELECT m.meta_value AS order_key FROM {posts} o
            JOIN {postmeta} m ON m.post_id = o.ID AND m.meta_key = '_order_key'
            WHERE o.ID = ? AND o.post_type = 'shop_order' LIMIT 1""",
            NEWEST_RECORDED,
            NEWEST_RECORDED,
            "SELECT o.ID AS order_id, k.meta_value AS order_key FROM " + NEWEST + """

            JOIN {postmeta} n ON n.post_id = o.ID AND n.meta_key IN (:keys)
            JOIN {postmeta} k ON k.post_id = o.ID AND k.meta_key = '_order_key'
            WHERE n.meta_value = :number LIMIT 10""",
            "SELECT o.ID AS order_id FROM " + NEWEST + """

            JOIN {postmeta} k ON k.post_id = o.ID AND k.meta_key = '_order_key'
            WHERE LEFT(SHA2(k.meta_value, 256), 32) = :key""",
            """
            SELECT ID AS id, post_type AS type, post_status AS status, post_modified_gmt AS updated
            FROM {posts} FORCE INDEX (type_status_date)
            WHERE post_type = 'shop_order' AND post_status IN ('wc-pending', 'wc-failed', 'wc-on-hold', 'wc-cancelled')
              AND post_date >= :since AND ID > :order
            ORDER BY ID LIMIT :rows""",
            """
            SELECT o.ID AS id, k.meta_value AS order_key, p.order_key AS paid_key
            FROM {posts} o FORCE INDEX (PRIMARY)
            JOIN {postmeta} k ON k.post_id = o.ID AND k.meta_key = '_order_key'
            JOIN {payonce_ledger} p ON p.store = :store AND p.order_id = o.ID AND p.entry LIKE 'paid%'""" + MOVED_BY_OTHERS.replace("o.STATUS", "o.post_status"));

    static OrderQueries of(boolean hpos) {
        return hpos ? TABLES : POSTS;
    }
}
