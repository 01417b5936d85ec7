package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import dev.payonce.shadow.ShadowCoverage;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowFinding.Unseen;
import dev.payonce.shadow.ShadowFinding.Verdict;
import dev.payonce.shadow.ShadowReport.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of the shadow report: it starts from the shop's own paid orders. */
class MySqlShadowReportTest {

    private StoreFixture fixture;
    private MySqlShadowReport report;

    @BeforeEach
    void open() {
        Store store = Store.create(StoreFixture.server(), "shadowed", "wp_", StoreFixture.SITE, Clock.systemUTC());
        fixture = StoreFixture.open(store, StoreFixture.settings("shadowed").inShadowMode(), 2);
        report = new MySqlShadowReport(fixture.database, fixture.settings);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void orderThatPayonceNeverSawIsListedWithItsReason() {
        paidByShop(11, "ch_11");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.order()).isEqualTo(11);
            assertThat(finding.verdict()).isEqualTo(Verdict.PAID_UNSEEN);
            assertThat(finding.because()).contains(Unseen.NO_WEBHOOK);
        });
        assertThat(report.coverage(span())).isEqualTo(new ShadowCoverage(1, 0, 0, 0));
        assertThat(report.coverage(span()).unseen()).isOne();
    }

    @Test
    void orderPaidInCashNeedsNoCallback() {
        paidByShop(12, "");

        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.because()).contains(Unseen.NO_GATEWAY));
        assertThat(report.coverage(span()).unseen()).isZero();
    }

    @Test
    void seenOrderHasNoReasonAndCountsAsSeen() {
        OrderId order = paidByShop(13, "ch_13");
        fixture.reconcile(order);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.SAME);
            assertThat(finding.because()).isEmpty();
        });
        assertThat(report.coverage(span())).isEqualTo(new ShadowCoverage(1, 1, 0, 0));
    }

    @Test
    void callbackOfAnotherAddressIsTheReasonWhereNoneCame() {
        paidByShop(14, "ch_14");
        assertThat(fixture.orders.isOurSite("f".repeat(32))).isFalse();
        assertThat(fixture.orders.isOurSite("f".repeat(32))).isFalse();

        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.because()).contains(Unseen.OTHER_SITE));
        assertThat(report.coverage(span()).otherSites()).isOne();
    }

    @Test
    void paymentWithoutAnOrderKeyIsTheReasonOfItsOrder() {
        paidByShop(15, "ch_15");
        fixture.store
                .sql()
                .sql("INSERT INTO " + fixture.settings.ledger() + ".payonce_unassigned"
                        + " (store, gateway, payment, amount, disputed, at)"
                        + " VALUES ('', 'stripe', 'ch_15', '49.90 EUR', 0, UTC_TIMESTAMP(6))")
                .update();

        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.because()).contains(Unseen.NO_ORDER_KEY));
    }

    @Test
    void orderOfEarlierTimesIsNotInTheSpanAndPagesFollowTheNumber() {
        paidByShop(16, "ch_16");
        paidByShop(17, "ch_17");
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET date_created_gmt = UTC_TIMESTAMP() - INTERVAL 9 DAY WHERE id = 16")
                .update();

        assertThat(findings()).extracting(ShadowFinding::order).containsExactly(17L);
        assertThat(report.after(span(), 17, 10)).isEmpty();
    }

    @Test
    void paidOrdersAmongPostsAreCounted() {
        fixture.store.setOption("woocommerce_custom_orders_table_enabled", "no");
        fixture.store.sql().sql("""
                        INSERT INTO wp_posts (ID, post_status, post_type, post_date, post_date_gmt, post_modified,
                          post_modified_gmt, post_content, post_title, post_excerpt, to_ping, pinged, post_content_filtered)
                        VALUES (18, 'wc-processing', 'shop_order', UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(),
                          UTC_TIMESTAMP(), '', '', '', '', '', '')""").update();
        fixture.store
                .sql()
                .sql("INSERT INTO wp_postmeta (post_id, meta_key, meta_value) VALUES (18, '_date_paid', '1764500000'),"
                        + " (18, '_transaction_id', 'ch_18'), (18, '_order_key', 'wc_order_k18')")
                .update();

        assertThat(report.coverage(span())).isEqualTo(new ShadowCoverage(1, 0, 0, 0));
        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.because()).contains(Unseen.NO_WEBHOOK));
    }

    private List<ShadowFinding> findings() {
        return report.after(span(), 0, 10);
    }

    private static Span span() {
        Instant now = Instant.now();
        return new Span(now.minus(Duration.ofDays(7)), now.plusSeconds(60));
    }

    private OrderId paidByShop(long number, String transaction) {
        OrderId order = fixture.pending(number);
        fixture.store.setStatus(number, StoreFixture.stored(Status.PROCESSING));
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET transaction_id = ? WHERE id = ?")
                .params(transaction, number)
                .update();
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = UTC_TIMESTAMP() WHERE order_id = ?")
                .param(number)
                .update();
        return order;
    }
}
