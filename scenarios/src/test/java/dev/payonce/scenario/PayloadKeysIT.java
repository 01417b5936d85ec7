package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.TestCard;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The test of the keys of encrypted histories while payments are under way: replaced in the documented order, none is held
 * up. Without the key that it needs, a payment stands still, and goes on when the key is back.
 */
class PayloadKeysIT {

    private static final String OLD = "old:" + "11".repeat(32);
    private static final String NEW = "new:" + "22".repeat(32);

    private final Shop shop;

    PayloadKeysIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void paymentsGoOnWhileTheKeyIsReplacedAndStandStillWithoutTheirKey() {
        try (Branch branch = shop.branch("sealed", keys(OLD))) {
            branch.start().await("readiness");
            Waiting first = new Waiting(branch, 1);
            Waiting forgotten = new Waiting(branch, 2);

            branch.startAgain(keys(OLD + "," + NEW)).await("readiness");
            Waiting between = new Waiting(branch, 3);
            branch.startAgain(keys(NEW + "," + OLD)).await("readiness");
            first.isPaidAfterTheShopperActs();
            between.isPaidAfterTheShopperActs();
            assertThat(first.history()).contains("\"old\"", "\"new\"").doesNotContain("wc_order_");
            Waiting last = new Waiting(branch, 4);

            branch.startAgain(keys(NEW)).await("readiness");
            last.isPaidAfterTheShopperActs();
            forgotten.shopperActs();
            Await.until("its task fails", Shop.PATIENCE, forgotten::taskFails);
            assertThat(forgotten.isPaid()).isFalse();

            branch.startAgain(keys(NEW + "," + OLD)).await("readiness");
            forgotten.isPaidOnce();
        }
    }

    private static Map<String, String> keys(String keys) {
        return Map.of("PAYONCE_PAYLOAD_KEYS", keys);
    }

    /** A payment of the branch that waits for 3-D Secure. */
    private final class Waiting {

        private final Branch branch;
        private final StripeSimulator stripe;
        private final StoreOrder order;
        private final String intent;

        Waiting(Branch branch, long seed) {
            this.branch = branch;
            this.stripe = branch.stripe();
            this.order = branch.store().addOrders(seed, 1).getFirst();
            try (StoreProgram api = api()) {
                StoreProgram.Answer asked = api.ask(
                        "/payments",
                        "sealed-" + order.id(),
                        "{\"order\":%d,\"paymentMethod\":\"%s\"}".formatted(order.id(), TestCard.THREE_D_SECURE.id()));
                assertThat(asked.status()).as(asked.body()).isLessThan(300);
            }
            Await.until(
                    workflow() + " is charged", Shop.PATIENCE, () -> !payments().isEmpty());
            this.intent = payments().getFirst();
            Await.until(
                    workflow() + " waits for its shopper",
                    Shop.PATIENCE,
                    () -> stripe.shopper().status(intent).equals("requires_action"));
        }

        private List<String> payments() {
            List<String> ofStore = stripe.shopper().payments("payonce_store", branch.name());
            return stripe.shopper().payments("payonce_order", Long.toString(order.id())).stream()
                    .filter(ofStore::contains)
                    .toList();
        }

        private StoreProgram api() {
            return new StoreProgram(branch.apiUrl(), shop.all().credentials());
        }

        private String workflow() {
            return branch.name() + "-" + order.id();
        }

        void shopperActs() {
            stripe.shopper().authenticates(intent);
            Event paid = stripe.events().last(intent, OrderUnderTest.SUCCEEDED).orElseThrow();
            try (StoreProgram api = api()) {
                StoreProgram.Answer taken =
                        api.post("stripe", stripe.webhooks().forger().signed("as it came", paid.json()));
                assertThat(taken.status()).as(taken.body()).isEqualTo(200);
            }
        }

        void isPaidAfterTheShopperActs() {
            shopperActs();
            isPaidOnce();
        }

        void isPaidOnce() {
            Await.until(workflow() + " is paid", Shop.PATIENCE.multipliedBy(2), this::isPaid);
            assertThat(branch.store().transitions(order.id())).hasSize(1);
            assertThat(stripe.journal().net(intent)).isEqualTo(Metadata.asked(order));
        }

        boolean isPaid() {
            return branch.store().order(order.id()).orElseThrow().isPaid();
        }

        boolean taskFails() {
            return shop.runs().history(workflow()).stream()
                    .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
        }

        String history() {
            return shop.runs().history(workflow()).stream()
                    .map(HistoryEvent::toString)
                    .reduce("", String::concat);
        }
    }
}
