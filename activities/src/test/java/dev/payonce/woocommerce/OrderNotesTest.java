package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.OrderId;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The tests of the rows that a payment leaves in WooCommerce's own tables. */
class OrderNotesTest {

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("notes");

    @Test
    void aNoteRefreshesLikeWooCommercesOwn() {
        fixture.store.setOption("timezone_string", "");
        fixture.store.setOption("gmt_offset", "5.5");
        OrderId id = fixture.pending(501);

        fixture.reconcile(id);

        Map<String, Object> note = fixture.store
                .sql()
                .sql(
                        "SELECT c.*, m.meta_value AS note_group, TIMESTAMPDIFF(MINUTE, comment_date_gmt, comment_date) AS east"
                                + " FROM wp_comments c JOIN wp_commentmeta m ON m.comment_id = c.comment_ID"
                                + " AND m.meta_key = 'note_group' WHERE comment_post_ID = 501")
                .query()
                .singleRow();
        assertThat(note)
                .containsEntry("comment_author", "WooCommerce")
                .containsEntry("comment_author_email", "woocommerce@shop.example")
                .containsEntry("comment_agent", "WooCommerce")
                .containsEntry("comment_type", "order_note")
                .containsEntry("comment_approved", "1")
                .containsEntry("note_group", "payment")
                .containsEntry("east", 330L);
        assertThat(note.get("comment_content"))
                .isEqualTo("Payment via stripe (ch_501): 49.90 EUR captured."
                        + " Order status changed from Pending payment to Processing.");
        assertThat(fixture.count("SELECT comment_count FROM wp_posts WHERE ID = 501"))
                .isEqualTo(1);
    }

    @Test
    void aPaidOrderHasItsTransactionAndItsDateAndKeepsItsMethod() {
        OrderId id = fixture.pending(502);
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET date_updated_gmt = '2020-01-01' WHERE id = 502")
                .update();

        fixture.reconcile(id);

        Map<String, Object> row = fixture.store
                .sql()
                .sql(
                        "SELECT o.status, o.transaction_id, o.payment_method, o.payment_method_title, p.order_stock_reduced,"
                                + " ABS(TIMESTAMPDIFF(SECOND, p.date_paid_gmt, UTC_TIMESTAMP())) < 60 AS paid_now,"
                                + " ABS(TIMESTAMPDIFF(SECOND, o.date_updated_gmt, UTC_TIMESTAMP())) < 60 AS updated_now"
                                + " FROM wp_wc_orders o JOIN wp_wc_order_operational_data p ON p.order_id = o.id WHERE o.id = 502")
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("status", "wc-processing")
                .containsEntry("transaction_id", "ch_502")
                .containsEntry("payment_method", "stripe")
                .containsEntry("payment_method_title", "Card")
                .containsEntry("order_stock_reduced", null)
                .hasEntrySatisfying("paid_now", one -> assertThat(one).hasToString("1"))
                .hasEntrySatisfying("updated_now", one -> assertThat(one).hasToString("1"));
    }

    @Test
    void anOrderThatWasPaidBeforeKeepsTheFirstDate() {
        OrderId id = fixture.pending(503);
        fixture.reconcile(id);
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = '2026-01-02' WHERE order_id = 503")
                .update();
        fixture.store.setStatus(503, "wc-pending");

        fixture.reconcile(id);

        assertThat(fixture.count(
                        "SELECT date_paid_gmt = '2026-01-02' FROM wp_wc_order_operational_data WHERE order_id = 503"))
                .isEqualTo(1);
        assertThat(fixture.store.transitions(503)).hasSize(3);
    }

    @Test
    void namesKeepTheirLetterCase() {
        OrderId id = fixture.pending(504);
        fixture.reconcile(id);

        assertThat(fixture.count("SELECT COUNT(*) FROM notes_ledger.payonce_external_id WHERE external_id = 'pi_504'"))
                .isEqualTo(1);
        assertThat(fixture.count("SELECT COUNT(*) FROM notes_ledger.payonce_external_id WHERE external_id = 'PI_504'"))
                .isZero();
    }
}
