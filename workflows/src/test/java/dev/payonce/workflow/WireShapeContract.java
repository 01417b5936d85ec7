package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import io.temporal.api.common.v1.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every type on the wire: its shape is known, and what a newer version adds is ignored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WireShapeContract {

    static final Instant AT = Instant.parse("2026-11-25T10:00:00.123Z");
    static final OrderId ORDER = new OrderId("shop", 1001);
    static final Money EUR = new Money(4990, "EUR");
    static final Lookup LOOKUP = new Lookup("stripe", ExternalIds.of("pi_1", "ch_1"));
    static final Callback CALLBACK = new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", "");

    static final Review REVIEW = new Review(
            1,
            "f0",
            Review.Reason.AMOUNT_DIFFERS,
            List.of(LOOKUP),
            List.of("Both values."),
            List.of(new ReviewAction.Refresh(), new ReviewAction.AcceptPaid("pi_1")));

    static final Reversal REFUND =
            new Reversal("re_1", Reversal.Kind.REFUND, Reversal.State.DONE, EUR, Optional.of(3), Optional.of(77L));

    static final Payment FULL = new Payment(
            "stripe",
            "pi_1",
            "ch_1",
            ExternalIds.of("pi_1", "ch_1"),
            Optional.of(new Payment.Tag("shop", "5173", 1001, "6b65", 1)),
            Optional.of(new Payment.Claim("6b65", "1001", "5173")),
            Stage.CAPTURED,
            Payment.WaitsFor.NOTHING,
            Optional.of(new Payment.Decline("expired_card", true, Optional.empty())),
            EUR,
            EUR,
            List.of(REFUND),
            Optional.of(AT),
            Optional.of(AT),
            AT,
            Optional.empty(),
            Optional.empty());

    static final Fact.Paid PAID = new Fact.Paid(
            Order.Status.PENDING,
            "stripe",
            "pi_1",
            "ch_1",
            ExternalIds.of("pi_1", "ch_1"),
            EUR,
            Optional.of(EUR),
            false);

    static final Fact.OrderStatusChanged ON_HOLD = new Fact.OrderStatusChanged(
            Order.Status.PENDING, Order.Status.ON_HOLD, "pi_1", Fact.StatusReason.AUTHORIZED, "", 3);
    static final OperationHeader HEADER =
            new OperationHeader(1, ORDER, "6b65", "5173", "stripe", OperationHeader.SHAPE, AT, AT.plusSeconds(1800));

    static final Operation CHARGE = new Operation.Charge(
            HEADER, EUR, "pm_1", false, "https://shop.example/thanks?key={order_key}", false, Optional.empty());

    static final String HEADER_SHAPE = """
                        {'number':1,'order':{'store':'shop','number':1001},'orderKey':'6b65','site':'5173',
                        'gateway':'stripe','shape':'1','at':'2026-11-25T10:00:00.123Z',
                        'notAfter':'2026-11-25T10:30:00.123Z'}""";

    static final String CHARGE_SHAPE = "{'operation':'charge','header':" + HEADER_SHAPE + ","
            + "'money':{'minor':4990,'currency':'EUR'},'method':'pm_1','manual':false,"
            + "'returnTo':'https://shop.example/thanks?key={order_key}','offSession':false,'confirms':null}";

    static final SavedMethod CARD = new SavedMethod("pm_1", "card", "cus_1", "", "visa", "4242", 5, 2031);

    static final Operation SAVING_CHARGE = new Operation.Charge(
            HEADER.shaped(OperationHeader.CHARGE_SHAPE),
            EUR,
            "pm_1",
            false,
            "",
            true,
            Optional.empty(),
            Optional.of(new MethodUse("cus_1", MethodUse.Save.OFF_SESSION, false)));

    static final String SAVING_CHARGE_SHAPE = "{'operation':'charge','header':"
            + HEADER_SHAPE.replace("'shape':'1'", "'shape':'2'")
            + ",'money':{'minor':4990,'currency':'EUR'},'method':'pm_1','manual':false,'returnTo':'','offSession':true,"
            + "'confirms':null,'use':{'customer':'cus_1','save':'OFF_SESSION','mandate':false}}";

    static final PaymentResult RESULT =
            PaymentResult.of(PaymentResult.State.PAID, PaymentResult.Reference.payment("stripe", "pi_1", EUR, 1));

    static final String RESULT_SHAPE = """
                        {'result':'final','state':'PAID','code':'','mayRetry':false,'of':{'gateway':'stripe',
                        'payment':'pi_1','money':{'minor':4990,'currency':'EUR'},'asks':null,'operation':1}}""";

    static final ReviewDecision DECISION =
            new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "rounding", "d1");

    static final PaymentSummary VIEW =
            new PaymentSummary(PaymentSummary.Status.PAID, Optional.empty(), Optional.of("pi_1"), Optional.of(EUR));

    /** Returns each type on the wire, with its shape there. */
    abstract Stream<Arguments> shapes();

    @ParameterizedTest
    @MethodSource("shapes")
    void everyTypeHasItsShape(Class<?> type, Object value, String shape) throws Exception {
        assertThat(PayloadConverter.JSON.writerFor(type).writeValueAsString(value))
                .isEqualTo(json(shape));
        assertThat(PayloadConverter.JSON.readValue(json(shape), type)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyTypeTravelsAsAPayload(Class<?> type, Object value, String shape) {
        Payload payload = PayloadConverter.converter().toPayload(value).orElseThrow();

        assertThat(payload.getData().toStringUtf8()).isEqualTo(json(shape));
        assertThat(PayloadConverter.converter().<Object>fromPayload(payload, cast(type), type))
                .isEqualTo(value);
    }

    /** Two versions run side by side during a deployment: the older one ignores what the newer one adds. */
    @ParameterizedTest
    @MethodSource("shapes")
    void aFieldOfANewerVersionIsIgnored(Class<?> type, Object value, String shape) throws Exception {
        JsonNode node = PayloadConverter.JSON.readTree(json(shape));
        node.findParents("currency").forEach(WireShapeContract::extend);
        if (node instanceof ObjectNode) {
            extend(node);
        }

        assertThat(PayloadConverter.JSON.treeToValue(node, type)).isEqualTo(value);
    }

    private static void extend(JsonNode node) {
        ((ObjectNode) node).put("zz", 1).putObject("zzz").put("z", true);
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> cast(Class<?> type) {
        return (Class<Object>) type;
    }

    /** Shapes are written with single quotes and in several lines, to be read. */
    static String json(String shape) {
        return shape.lines().map(String::strip).collect(Collectors.joining()).replace('\'', '"');
    }

    static Arguments shape(Class<?> type, Object value, String json) {
        return Arguments.of(type, value, json);
    }
}
