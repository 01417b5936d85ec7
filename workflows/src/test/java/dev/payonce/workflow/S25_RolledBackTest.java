package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A deployment is taken back with payments in flight: this version goes on with what API and worker of a newer one
 * have written. Every object has fields that this version does not know.
 */
@Timeout(60)
class S25_RolledBackTest {

    private final AtomicBoolean newer = new AtomicBoolean(true);
    private final WorkflowFixture payments = WorkflowFixture.writing(NewerPayloadConverter.converter(newer::get));
    private final OrderId waits = payments.sell(1);
    private final OrderId stalls = payments.sell(2);
    private final OrderId asks = payments.sell(3);
    private final OrderId isCharged = payments.sell(4);
    private CompletableFuture<PaymentResult> asked = new CompletableFuture<>();

    @BeforeEach
    void theNewerVersionWorksAndIsTakenBack() throws Exception {
        payments.gateway.says(WorkflowFixture.tagged("pi_1", waits).stage(Stage.PENDING, Payment.WaitsFor.GATEWAY));
        payments.gateway.says(WorkflowFixture.tagged("pi_2", stalls).captured());
        payments.gateway.says(WorkflowFixture.tagged("pi_3", asks).captured(new Money(1000, "EUR")));
        payments.gateway.says(PaymentBuilder.of("pi_5", WorkflowFixture.TOTAL)
                .claimed(Fingerprint.ofOrderKey("wc_order_1001"), "", Fingerprint.ofSite(WorkflowFixture.SITE))
                .captured());
        tell(waits, "pi_1");
        tell(asks, "pi_3");
        payments.temporal.sleep(Duration.ofSeconds(5));
        payments.gateway.away(() -> Failures.nonRetryable("stripe-401", "The key was revoked", null));
        tell(stalls, "pi_2");
        payments.client.deliverUnmatched(new Callback("evt_5", "stripe", "pi_5", "x", ""));
        asked = payments.ask(isCharged, new Request.Pay("k1", "stripe", "pm_card_visa", false, "", false, ""));
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());
        payments.temporal.sleep(Duration.ofSeconds(5));
        assertThat(Stream.of("1", "2", "3", "4", "callback-evt_5")
                        .map(each -> payments.attribute(each, "PaymentStatus")))
                .containsExactly("PENDING", "STALLED", "NEEDS_REVIEW", "STALLED", "STALLED");
        assertThat(payments.input("4")).contains("sinceTheNextVersion");
        newer.set(false);
    }

    @AfterEach
    void close() {
        payments.close();
    }

    private void tell(OrderId order, String payment) {
        payments.callback(order, "stripe", "evt_" + order.number(), payment);
    }

    @Test
    void nothingIsStuckAndEachPaymentEndsAsItShould() {
        payments.gateway.back();
        payments.gateway.says(WorkflowFixture.tagged("pi_1", waits).captured());
        payments.orders.put(asks.number(), "wc_order_3", Order.Status.PENDING, new Money(1000, "EUR"));
        payments.gateway.succeed(payments.gateway.sent().getFirst());

        assertThat(Stream.of(waits, stalls, asks, isCharged)
                        .map(order -> payments.run(order)
                                .getResult(PaymentSummary.class)
                                .status()))
                .containsOnly(PaymentSummary.Status.PAID);
        assertThat(payments.atRest().status()).as("whose callback was stalled").isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.orders.effects())
                .as("five are paid, one was put on hold before")
                .isEqualTo(6);
        assertThat(asked.join().word()).isEqualTo("outcome_unknown");
        assertThat(List.of("1", "2", "3", "4", "1001", "callback-evt_5"))
                .allSatisfy(run -> assertThat(payments.history(run).getEvents())
                        .extracting(HistoryEvent::getEventType)
                        .doesNotContain(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));
    }

    /** A converter of a version to come, with fields in every object that this one does not know. Read as by this one. */
    private static final class NewerPayloadConverter {

        /** Theirs are not an object's fields but a map's keys. */
        private static final List<String> MAPS = List.of("results", "readings");

        private NewerPayloadConverter() {}

        /** @param deployed whether the version to come writes now */
        static DataConverter converter(BooleanSupplier deployed) {
            return DefaultDataConverter.newDefaultInstance().withPayloadConverterOverrides(new Talkative(deployed));
        }

        private static final class Talkative extends JacksonJsonPayloadConverter {

            private final BooleanSupplier deployed;

            Talkative(BooleanSupplier deployed) {
                super(PayloadConverter.JSON);
                this.deployed = deployed;
            }

            @Override
            public Optional<Payload> toData(Object value) {
                return super.toData(value).map(payload -> deployed.getAsBoolean() ? more(payload) : payload);
            }

            private static Payload more(Payload payload) {
                try {
                    JsonNode all =
                            PayloadConverter.JSON.readTree(payload.getData().toByteArray());
                    more(all, false);
                    return payload.toBuilder()
                            .setData(ByteString.copyFrom(PayloadConverter.JSON.writeValueAsBytes(all)))
                            .build();
                } catch (IOException notJson) {
                    throw new UncheckedIOException(notJson);
                }
            }

            private static void more(JsonNode node, boolean map) {
                node.properties().forEach(field -> more(field.getValue(), MAPS.contains(field.getKey())));
                if (node.isArray()) {
                    node.forEach(each -> more(each, false));
                }
                if (node instanceof ObjectNode object && !map) {
                    object.putObject("sinceTheNextVersion").putArray("of").add("much");
                }
            }
        }
    }
}
