package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.Session;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.Utc;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of what the operators' list reads of the shop and of proposals, as the API's own database user. */
class ListedOrdersMySqlTest {

    private static final Money TOTAL = new Money(4990, "EUR");
    private static final Optional<String> ANN = Optional.of(MySqlListedOrders.customer("ann@example.com"));

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void eachOrderHasItsTotalAndShopperInBothStorages(String hpos) throws IOException {
        String schema = "listed_" + hpos;
        Store store = Store.create(StoreFixture.server(), schema, "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(store);
        store.setOption("woocommerce_custom_orders_table_enabled", hpos);
        try (StoreFixture fixture = StoreFixture.open(store, StoreFixture.settings(schema), 2);
                Database api = StoreFixture.database(Role.API, schema)) {
            store.sql().sql("""
                    INSERT INTO wp_wc_orders (id, type, total_amount, currency, billing_email)
                    VALUES (1, 'shop_order', 49.9, 'EUR', 'Ann@Example.com'), (2, 'shop_order', 1, 'EUR', NULL)""").update();
            store.sql().sql("""
                    INSERT INTO wp_postmeta (post_id, meta_key, meta_value) VALUES (1, '_order_total', '49.90'),
                    (1, '_order_currency', 'EUR'), (1, '_billing_email', ' ann@example.com'), (2, '_order_total', '1'),
                    (2, '_order_currency', 'EUR'), (2, '_billing_email', '')""").update();
            store.sql().sql("""
                    INSERT INTO wp_payonce_effect (order_id, order_key, entry, kind, body, state, created_at)
                    VALUES (1, 'k', 'paid', 'paid', '{}', 0, UTC_TIMESTAMP(6) - INTERVAL 11 MINUTE),
                           (2, 'k', 'paid', 'paid', '{}', 0, UTC_TIMESTAMP(6) - INTERVAL 9 MINUTE),
                           (3, 'k', 'paid', 'paid', '{}', 2, UTC_TIMESTAMP(6) - INTERVAL 1 DAY)""").update();
            MySqlListedOrders orders = new MySqlListedOrders(api, fixture.settings);

            assertThat(orders.of(List.of(1L, 2L, 9L)))
                    .hasSize(2)
                    .containsEntry(1L, new MySqlListedOrders.Row(Optional.of(TOTAL), ANN))
                    .containsEntry(2L, new MySqlListedOrders.Row(Optional.of(new Money(100, "EUR")), Optional.empty()));
            assertThat(orders.overdue(10, Instant.now()))
                    .singleElement()
                    .satisfies(overdue -> assertThat(overdue.order()).isEqualTo(1));
        }
    }

    private static void write(StoreFixture fixture, ReviewTable table, OrderId id, List<Entry> lines)
            throws SQLException {
        OrderWrites writes = new OrderWrites();
        table.write(writes, id, lines);
        try (Session session = fixture.database.session()) {
            session.send(writes);
        }
    }

    @Test
    void aReviewHasItsGatewayAndAProposedRefundIsListedUntilTheNextOperation() throws SQLException {
        try (StoreFixture fixture = StoreFixture.open("listed_proposal");
                Database api = StoreFixture.database(Role.API, "listed_proposal")) {
            ReviewTable table = new ReviewTable(new TableNames(fixture.settings));
            OrderId reviewed = fixture.id(901);
            fixture.put(901, StoreFixture.key(901), Order.Status.PENDING, new Money(5990, "EUR"));
            fixture.reconcile(reviewed);
            OrderId proposed = fixture.id(902);
            Instant now = Instant.now();
            write(fixture, table, proposed, List.of(line(now, "ann"), line(now, "temporal:bob")));
            write(fixture, table, fixture.id(903), List.of(line(now.minusSeconds(86_410), "ann")));
            write(fixture, table, fixture.id(904), List.of(line(now, "temporal:bob")));

            assertThat(table.oldest(api.sql(), "", 10))
                    .extracting(
                            ReviewTable.Row::order,
                            ReviewTable.Row::number,
                            row -> row.proposedBy().orElse(""))
                    .containsExactlyInAnyOrder(tuple(901L, 1, ""), tuple(902L, 0, "ann"));
            assertThat(table.gateways(api.sql(), "", List.of(901L, 902L)))
                    .containsOnly(Map.entry(new ReviewTable.Key(901, 1), "stripe"));
            fixture.store
                    .sql()
                    .sql("INSERT INTO " + fixture.settings.ledger() + """
                    .payonce_ledger (store, order_id, seq, order_key, entry, body, actor, rules, at)
                    VALUES ('', 902, 1, 'k', 'operation:2', '{}', 'ann', '1', ?)""")
                    .param(Utc.text(now.plusSeconds(1)))
                    .update();
            assertThat(table.oldest(api.sql(), "", 10))
                    .extracting(ReviewTable.Row::order)
                    .containsExactly(901L);
            assertThat(table.byReason(api.sql(), ""))
                    .extracting(kind -> kind.name() + " " + kind.count())
                    .containsExactly("AMOUNT_DIFFERS 1");
        }
    }

    private static Entry line(Instant at, String who) {
        return new Entry(1, "refundProposal:pi_1", new Fact.RefundProposed("pi_1", TOTAL, who, "torn"), at, who);
    }
}
