package dev.payonce.scenario.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The test that the operators' list answers in time beside a large ledger, by HTTP and with each system's part. */
class LargeListIT {

    /** The payments beside which the list answers; {@code -Dpayments=100000} is the figure that is published. */
    private static final int PAYMENTS = Integer.getInteger("payments", 10_000);

    private static final int WAITING = 950;
    private static final long FIRST = 500_000_000;
    private static final int WARMING = 10;
    private static final int TIMES = 31;

    private static final String NUMBERS = """
            FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS i
                  FROM digits a, digits b, digits c, digits e, digits f) n""";

    private static final String DIGITS = """
            WITH digits AS (SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4
              UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)
            """;

    private final Shop shop;
    private final JdbcClient sql;

    LargeListIT(Shop shop) {
        this.shop = shop;
        this.sql = shop.all().store().sql();
    }

    @AfterEach
    void deletePast() {
        for (String table : List.of("payonce_ledger", "payonce_review")) {
            sql.sql("DELETE FROM payonce." + table + " WHERE store = '' AND order_id >= " + FIRST)
                    .update();
        }
        sql.sql("DELETE FROM payonce.payonce_unassigned WHERE payment LIKE 'pi_past_%'")
                .update();
        sql.sql("DELETE FROM wp_wc_orders WHERE id >= " + FIRST).update();
    }

    private void insert(String into, String select, int below) {
        sql.sql("INSERT INTO " + into + "\n" + DIGITS + select + "\n" + NUMBERS + " WHERE i < " + below)
                .update();
    }

    @Test
    void aPageItsFiltersAndASpreadsheetAnswerBesideALargeLedger() {
        insert(
                "wp_wc_orders (id, status, currency, type, total_amount, billing_email)",
                "SELECT " + FIRST
                        + " + i, 'wc-pending', 'EUR', 'shop_order', 10 + i % 90, CONCAT('s-', i % 900, '@example.invalid')",
                PAYMENTS);
        String ledger = "payonce.payonce_ledger (store, order_id, seq, order_key, entry, body, actor, rules, at)";
        insert(
                ledger,
                "SELECT '', " + FIRST
                        + " + i, 1, 'k', 'review:1', '{\"review\":{\"about\":[{\"gateway\":\"stripe\"}]}}', 'rules', '5', UTC_TIMESTAMP()",
                PAYMENTS);
        insert(
                ledger,
                "SELECT '', " + FIRST + " + i, 2, 'k', 'operation:1', '{}', 'shop', '5', UTC_TIMESTAMP()",
                PAYMENTS);
        insert(
                "payonce.payonce_review (store, order_id, number, reason, at)",
                "SELECT '', " + FIRST
                        + " + i, 1, IF(i % 2, 'DISPUTED', 'AMOUNT_DIFFERS'), UTC_TIMESTAMP(6) - INTERVAL i MINUTE",
                WAITING);
        insert(
                "payonce.payonce_unassigned (store, gateway, payment, amount, disputed, at)",
                "SELECT '', 'stripe', CONCAT('pi_past_', i), '49.90 EUR', 0, UTC_TIMESTAMP(6) - INTERVAL 20 + i MINUTE",
                WAITING);
        assertThat(sql.sql("SELECT COUNT(*) FROM payonce.payonce_ledger WHERE order_id >= " + FIRST)
                        .query(Long.class)
                        .single())
                .isEqualTo(2L * PAYMENTS);

        for (String address : List.of(
                "/operations",
                "/operations?page=10",
                "/operations?gateway=stripe&amount=49.90&sort=newest",
                "/operations?customer=00000000000000000000000000000000",
                "/operations?format=csv")) {
            time(address);
        }
        assertThat(shop.api().get("/operations?format=csv").body().lines()).hasSizeGreaterThan(2 * WAITING);
    }

    /** Prints the times, and bounds none: other tests take both cores now and then. */
    private void time(String address) {
        List<Duration> times = new ArrayList<>();
        for (int run = 0; run < WARMING + TIMES; run++) {
            long start = System.nanoTime();
            StoreProgram.Answer answer = shop.api().get(address);
            if (run >= WARMING) {
                times.add(Duration.ofNanos(System.nanoTime() - start));
            }
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
        times.sort(null);
        System.out.printf(
                "%s beside %d payments: a quarter within %d ms, median %d ms, longest %d ms%n",
                address,
                PAYMENTS,
                times.get(TIMES / 4).toMillis(),
                times.get(TIMES / 2).toMillis(),
                times.getLast().toMillis());
    }
}
