package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.workflow.PayloadConverter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The details of a charge stand in the ledger's row as the order had them, and nowhere else. */
class ChargeDetailsTest {

    private static StoreFixture fixture;
    private static MySqlOrderKeys keys;

    @BeforeAll
    static void open() {
        fixture = StoreFixture.open("charge_details");
        keys = new MySqlOrderKeys(fixture.database, fixture.settings, fixture.guard);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void aChargeKeepsTheDetailsThatTheOrderHadWhenItWasDecided() {
        OrderId id = fixture.pending(811);
        shipTo(811, "Ann", "Street 1");

        Reconciliation decided = charge(id);
        shipTo(811, "Bob", "Street 2");

        ChargeDetails details = details(id, 811, 1).orElseThrow();
        assertThat(details.number()).isEqualTo("811");
        assertThat(details.description()).endsWith("rder 811");
        assertThat(details.shipping().orElseThrow().name()).isEqualTo("Ann Lee");
        assertThat(details.shipping().orElseThrow().line1()).isEqualTo("Street 1");
        assertThat(decided.due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Charge.class,
                        charge -> assertThat(charge.header().hasDetails()).isTrue());
    }

    @Test
    void theOperationThatTravelsHasNoneOfThem() throws Exception {
        OrderId id = fixture.pending(812);
        shipTo(812, "Ann", "Street 1");

        assertThat(PayloadConverter.JSON.writeValueAsString(charge(id))).doesNotContain("Ann", "Street", "Bonn");
    }

    @Test
    void anotherOrdersKeyOrAnotherOperationHasNone() {
        OrderId id = fixture.pending(813);
        charge(id);

        assertThat(details(id, 813, 1)).isPresent();
        assertThat(details(id, 813, 2)).isEmpty();
        assertThat(keys.charge(id, Fingerprint.ofOrderKey("another"), 1).details())
                .isEmpty();
    }

    @Test
    void rawKeyIsReadWithTheDetailsAndForThisOrderOnly() {
        OrderId id = fixture.pending(814);
        charge(id);
        String print = Fingerprint.ofOrderKey(StoreFixture.key(814));

        assertThat(keys.charge(id, print, 1).rawKey()).contains(StoreFixture.key(814));
        assertThat(keys.charge(id, print, 2).rawKey()).as("without details").contains(StoreFixture.key(814));
        assertThat(keys.charge(fixture.id(815), print, 1).rawKey()).isEmpty();
        fixture.put(814, "wc_order_another", Order.Status.PENDING, new Money(4990, "EUR"));
        assertThat(keys.charge(id, print, 1).rawKey()).isEmpty();
        assertThat(keys.charge(id, print, 1).details()).isPresent();
        assertThat(keys.charge(id, print, 1).toString()).doesNotContain("813", "Ann");
    }

    private static Optional<ChargeDetails> details(OrderId id, long order, int operation) {
        return keys.charge(id, Fingerprint.ofOrderKey(StoreFixture.key(order)), operation)
                .details();
    }

    private static Reconciliation charge(OrderId id) {
        Request.Pay pay = new Request.Pay("key-" + id.number(), "stripe", "pm_1", false, "", false, "");
        return fixture.orders.reconcile(new ReconcileCommand(
                id, Observation.NOTHING, Instant.EPOCH, List.of(new TimedRequest(pay, Instant.now())), List.of(), ""));
    }

    private static void shipTo(long order, String first, String street) {
        fixture.store
                .sql()
                .sql(
                        "REPLACE INTO wp_wc_order_addresses (order_id, address_type, first_name, last_name, address_1, city, country)"
                                + " VALUES (?, 'shipping', ?, 'Lee', ?, 'Bonn', 'DE')")
                .params(order, first, street)
                .update();
    }
}
