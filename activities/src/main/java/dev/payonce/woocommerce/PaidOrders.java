package dev.payonce.woocommerce;

import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.shadow.ShadowReport;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The search for the orders that the shop itself has as paid, by the time at which they were made. */
final class PaidOrders {

    private static final String IN_TABLES = """
            FROM {wc_orders} o FORCE INDEX (date_created)
            JOIN {wc_order_operational_data} p ON p.order_id = o.id
            WHERE o.type = 'shop_order' AND o.date_created_gmt >= :from AND o.date_created_gmt < :to
              AND p.date_paid_gmt IS NOT NULL""";

    private static final String AMONG_POSTS = """
            FROM {posts} o FORCE INDEX (type_status_date)
            JOIN {postmeta} p ON p.post_id = o.ID AND p.meta_key = '_date_paid' AND p.meta_value <> ''
            LEFT JOIN {postmeta} t ON t.post_id = o.ID AND t.meta_key = '_transaction_id'
            WHERE o.post_type = 'shop_order' AND o.post_date_gmt >= :from AND o.post_date_gmt < :to""";

    private static final String COUNTED = """
            SELECT COUNT(*) AS paid, COALESCE(SUM(seen), 0) AS seen,
                   COALESCE(SUM(seen = 0 AND COALESCE(name, '') = ''), 0) AS without_id
            FROM (SELECT {name} AS name, EXISTS (SELECT 1 FROM {payonce_ledger} l WHERE l.store = :store
                    AND l.order_id = o.id AND l.entry LIKE 'payment:%=captured') AS seen
            {source}) AS each_order""";

    private final JdbcClient sql;
    private final TableNames tables;
    private final boolean hpos;

    PaidOrders(JdbcClient sql, TableNames tables, boolean hpos) {
        this.sql = sql;
        this.tables = tables;
        this.hpos = hpos;
    }

    /**
     * The number of paid orders.
     *
     * @param seen those with a captured payment in the ledger
     * @param withoutId those of the others that record no gateway's payment
     */
    record Counted(int paid, int seen, int withoutId) {}

    /** Returns the numbers of those made within a span, after an order. */
    List<Long> numbers(ShadowReport.Span span, long after, int most) {
        return sql.sql(tables.sql("SELECT o.id AS number " + source() + " AND o.id > :after ORDER BY o.id LIMIT :most"))
                .param("from", Utc.text(span.from()))
                .param("to", Utc.text(span.to()))
                .param("after", after)
                .param("most", most)
                .query((row, _) -> row.getLong("number"))
                .list();
    }

    /** Counts those made within a span. */
    Counted counted(ShadowReport.Span span, String store) {
        return sql.sql(tables.sql(COUNTED.replace("{name}", hpos ? "o.transaction_id" : "t.meta_value")
                        .replace("{source}", source())))
                .param("from", Utc.text(span.from()))
                .param("to", Utc.text(span.to()))
                .param("store", store)
                .query((row, _) -> new Counted(row.getInt("paid"), row.getInt("seen"), row.getInt("without_id")))
                .single();
    }

    private String source() {
        return hpos ? IN_TABLES : AMONG_POSTS;
    }
}
