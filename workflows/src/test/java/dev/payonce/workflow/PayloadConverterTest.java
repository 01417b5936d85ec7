package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that histories and ledgers stay readable for ever: these shapes are final once released. */
class PayloadConverterTest {

    private static final Instant AT = Instant.parse("2026-11-25T10:00:00.123Z");
    private static final OrderId ORDER = new OrderId("shop", 1001);
    private static final Money EUR = new Money(4990, "EUR");
    private static final Lookup LOOKUP = new Lookup("stripe", ExternalIds.of("pi_1", "ch_1"));
    private static final Callback CALLBACK = new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", "");
    private static final Review REVIEW = new Review(
            1,
            "f0",
            Review.Reason.AMOUNT_DIFFERS,
            List.of(LOOKUP),
            List.of("Both values."),
            List.of(new ReviewAction.Refresh(), new ReviewAction.AcceptPaid("pi_1")));
    private static final Reversal REFUND =
            new Reversal("re_1", Reversal.Kind.REFUND, Reversal.State.DONE, EUR, Optional.of(3), Optional.of(77L));
    private static final Payment FULL = new Payment(
            "stripe",
            "pi_1",
            "ch_1",
            ExternalIds.of("pi_1", "ch_1"),
            Optional.of(new Payment.Tag("shop", "5173", 1001, "6b65", 1)),
            Optional.of(new Payment.Claim("6b65", "1001", "5173")),
            Stage.CAPTURED,
            Payment.WaitsFor.NOTHING,
            Optional.of(new Payment.Decline("expired_card", true)),
            EUR,
            EUR,
            List.of(REFUND),
            Optional.of(AT),
            Optional.of(AT),
            AT);
    private static final Fact.Paid PAID = new Fact.Paid(
            Order.Status.PENDING,
            "stripe",
            "pi_1",
            "ch_1",
            ExternalIds.of("pi_1", "ch_1"),
            EUR,
            Optional.of(EUR),
            false);
    private static final OperationHeader HEADER =
            new OperationHeader(1, ORDER, "6b65", "5173", "stripe", OperationHeader.SHAPE, AT, AT.plusSeconds(1800));
    private static final Operation CHARGE =
            new Operation.Charge(HEADER, EUR, "pm_1", false, "https://shop.example/thanks?key={order_key}", false, Optional.empty());
    private static final String HEADER_SHAPE = """
                        {'number':1,'order':{'store':'shop','number':1001},'orderKey':'6b65','site':'5173',
                        'gateway':'stripe','shape':'1','at':'2026-11-25T10:00:00.123Z',
                        'notAfter':'2026-11-25T10:30:00.123Z'}""";
    private static final String CHARGE_SHAPE = "{'operation':'charge','header':" + HEADER_SHAPE + ","
            + "'money':{'minor':4990,'currency':'EUR'},'method':'pm_1','manual':false,"
            + "'returnTo':'https://shop.example/thanks?key={order_key}','offSession':false,'confirms':null}";
    private static final PaymentResult RESULT =
            PaymentResult.of(PaymentResult.State.PAID, PaymentResult.Reference.payment("stripe", "pi_1", EUR, 1));
    private static final String RESULT_SHAPE = """
                        {'result':'final','state':'PAID','code':'','mayRetry':false,'of':{'gateway':'stripe',
                        'payment':'pi_1','money':{'minor':4990,'currency':'EUR'},'asks':null,'operation':1}}""";
    private static final ReviewDecision DECISION =
            new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "rounding", "d1");
    private static final PaymentSummary VIEW =
            new PaymentSummary(PaymentSummary.Status.PAID, Optional.empty(), Optional.of("pi_1"), Optional.of(EUR));

    /** Returns each type on the wire, with its shape there. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                shape(OrderId.class, ORDER, "{'store':'shop','number':1001}"),
                shape(Money.class, EUR, "{'minor':4990,'currency':'EUR'}"),
                shape(ExternalIds.class, ExternalIds.of("b", "a"), "['a','b']"),
                shape(Lookup.class, LOOKUP, "{'gateway':'stripe','objects':['ch_1','pi_1']}"),
                shape(Callback.class, CALLBACK, """
                        {'event':'evt_1','account':'stripe','object':'pi_1','state':'payment_intent.succeeded',
                        'claim':''}"""),
                shape(
                        PaymentWorkflow.Start.class,
                        new PaymentWorkflow.Start(
                                ORDER,
                                List.of(CALLBACK),
                                List.of(LOOKUP),
                                List.of(new PaymentWorkflow.Unread("news", List.of("{}"))),
                                List.of(new TimedRequest(new Request.Cancel("k1"), AT)),
                                List.of(DECISION),
                                List.of(new Outcome.Declined(2, "do_not_honor", true))),
                        """
                        {'order':{'store':'shop','number':1001},'callbacks':[{'event':'evt_1',
                        'account':'stripe','object':'pi_1','state':'payment_intent.succeeded','claim':''}],
                        'lookups':[{'gateway':'stripe','objects':['ch_1','pi_1']}],'unread':[{'signal':'news',
                        'arguments':['{}']}],'requests':[{'request':{'request':'cancel','key':'k1'},'receivedAt':'2026-11-25T10:00:00.123Z'}],
                        'decisions':[{'review':1,'action':{'type':'acceptPaid','payment':'pi_1'},'who':'ann','why':'rounding','id':'d1'}],
                        'outcomes':[{'outcome':'declined','operation':2,'code':'do_not_honor','mayRetry':true}]}"""),
                shape(Payment.class, PaymentBuilder.of("pi_1", EUR).seenAt(AT).made(), """
                        {'gateway':'stripe','id':'pi_1','transaction':'pi_1','externalIds':['pi_1'],'tag':null,
                        'claim':null,'stage':'OPEN','waitsFor':'SHOPPER','decline':null,'amount':{'minor':4990,
                        'currency':'EUR'},'captured':{'minor':0,'currency':'EUR'},'reversals':[],'until':null,
                        'created':null,'seenAt':'2026-11-25T10:00:00.123Z'}"""),
                shape(Payment.class, FULL, """
                        {'gateway':'stripe','id':'pi_1','transaction':'ch_1','externalIds':['ch_1','pi_1'],
                        'tag':{'store':'shop','site':'5173','order':1001,'orderKey':'6b65','operation':1},
                        'claim':{'orderKey':'6b65','number':'1001','site':'5173'},'stage':'CAPTURED',
                        'waitsFor':'NOTHING','decline':{'code':'expired_card','mayRetry':true},
                        'amount':{'minor':4990,'currency':'EUR'},'captured':{'minor':4990,'currency':'EUR'},
                        'reversals':[{'id':'re_1','kind':'REFUND','state':'DONE','money':{'minor':4990,
                        'currency':'EUR'},'operation':3,'storeRefund':77}],'until':'2026-11-25T10:00:00.123Z',
                        'created':'2026-11-25T10:00:00.123Z','seenAt':'2026-11-25T10:00:00.123Z'}"""),
                shape(
                        Observation.class,
                        new Observation(List.of(), List.of(), List.of(LOOKUP), ExternalIds.of("pi_1")),
                        """
                        {'payments':[],'outcomes':[],'notFound':[{'gateway':'stripe','objects':['ch_1','pi_1']}],
                        'lookedUp':['pi_1']}"""),
                shape(
                        ReconcileCommand.class,
                        ReconcileCommand.of(ORDER, Observation.NOTHING, AT, "callback evt_1"),
                        """
                        {'order':{'store':'shop','number':1001},'seen':{'payments':[],'outcomes':[],'notFound':[],'lookedUp':[]},
                        'since':'2026-11-25T10:00:00.123Z','waiting':[],'decisions':[],'actor':'callback evt_1'}"""),
                shape(
                        Orders.Match.class,
                        new Orders.Match.Found(ORDER),
                        "{'match':'found','order':{'store':'shop','number':1001}}"),
                shape(Orders.Match.class, new Orders.Match.NotYet(), "{'match':'notYet'}"),
                shape(Orders.Match.class, new Orders.Match.NotOurs(), "{'match':'notOurs'}"),
                shape(CallbackWorkflow.Outcome.class, CallbackWorkflow.Outcome.PASSED, "'PASSED'"),
                shape(PaymentSummary.class, VIEW, """
                        {'status':'PAID','reason':null,'payment':'pi_1','amount':{'minor':4990,
                        'currency':'EUR'}}"""),
                shape(Review.class, REVIEW, """
                        {'number':1,'facts':'f0','reason':'AMOUNT_DIFFERS','about':[{'gateway':'stripe',
                        'objects':['ch_1','pi_1']}],'lines':['Both values.'],'actions':[{'type':'refresh'},
                        {'type':'acceptPaid','payment':'pi_1'}]}"""),
                shape(Next.class, new Next.Rest(), "{'next':'rest'}"),
                shape(Next.class, new Next.RefreshAfter(Duration.ofMillis(90_500), List.of(LOOKUP)), """
                        {'next':'refreshAfter','after':'PT1M30.5S','what':[{'gateway':'stripe','objects':['ch_1',
                        'pi_1']}]}"""),
                shape(
                        Next.class,
                        new Next.NeedsReview(REVIEW, new Next.RefreshAfter(Duration.ofDays(1), List.of(LOOKUP))),
                        """
                        {'next':'needsReview','review':{'number':1,'facts':'f0','reason':'AMOUNT_DIFFERS',
                        'about':[{'gateway':'stripe','objects':['ch_1','pi_1']}],'lines':['Both values.'],'actions':[{'type':'refresh'},
                        {'type':'acceptPaid','payment':'pi_1'}]},
                        'meanwhile':{'next':'refreshAfter','after':'PT24H','what':[{'gateway':'stripe',
                        'objects':['ch_1','pi_1']}]}}"""),
                shape(
                        Fact.class,
                        new Fact.PaymentObserved(
                                "stripe",
                                "pi_1",
                                ExternalIds.of("pi_1"),
                                Stage.OPEN,
                                Optional.of(new Payment.Decline("expired_card", true)),
                                EUR,
                                EUR,
                                Optional.empty(),
                                Payment.WaitsFor.SHOPPER,
                                0),
                        """
                        {'fact':'paymentObserved','gateway':'stripe','payment':'pi_1','externalIds':['pi_1'],'stage':'OPEN',
                        'decline':{'code':'expired_card','mayRetry':true},'amount':{'minor':4990,'currency':'EUR'},
                        'captured':{'minor':4990,'currency':'EUR'},'until':null,'waitsFor':'SHOPPER',
                        'operation':0}"""),
                shape(
                        Fact.class,
                        new Fact.NotFound("stripe", "pi_1"),
                        "{'fact':'notFound','gateway':'stripe','object':'pi_1'}"),
                shape(Fact.class, PAID, """
                        {'fact':'paid','from':'PENDING','gateway':'stripe','payment':'pi_1','transaction':'ch_1','externalIds':['ch_1',
                        'pi_1'],'captured':{'minor':4990,'currency':'EUR'},'enough':{'minor':4990,'currency':'EUR'},'again':false}"""),
                shape(
                        Fact.class,
                        new Fact.OrderStatusChanged(
                                Order.Status.PENDING,
                                Order.Status.ON_HOLD,
                                "pi_1",
                                Fact.StatusReason.AUTHORIZED,
                                "",
                                3),
                        """
                        {'fact':'orderStatusChanged','from':'PENDING','to':'ON_HOLD','payment':'pi_1','reason':'AUTHORIZED',
                        'detail':'','cause':3}"""),
                shape(Fact.class, new Fact.ReversalObserved("stripe", "pi_1", REFUND), """
                        {'fact':'reversalObserved','gateway':'stripe','payment':'pi_1','reversal':{'id':'re_1',
                        'kind':'REFUND','state':'DONE','money':{'minor':4990,'currency':'EUR'},'operation':3,
                        'storeRefund':77}}"""),
                shape(Fact.class, new Fact.ReviewOpened(REVIEW), """
                        {'fact':'reviewOpened','review':{'number':1,'facts':'f0','reason':'AMOUNT_DIFFERS',
                        'about':[{'gateway':'stripe','objects':['ch_1','pi_1']}],'lines':['Both values.'],'actions':[{'type':'refresh'},
                        {'type':'acceptPaid','payment':'pi_1'}]}}"""),
                shape(
                        Fact.class,
                        new Fact.ReviewClosed(1, Fact.ReviewClosed.Why.CHANGED),
                        "{'fact':'reviewClosed','review':1,'why':'CHANGED'}"),
                shape(Entry.class, new Entry(7, "paid", PAID, AT, "callback evt_1"), """
                        {'number':7,'name':'paid','fact':{'fact':'paid','from':'PENDING','gateway':'stripe','payment':'pi_1',
                        'transaction':'ch_1','externalIds':['ch_1','pi_1'],'captured':{'minor':4990,'currency':'EUR'},
                        'enough':{'minor':4990,'currency':'EUR'},'again':false},'at':'2026-11-25T10:00:00.123Z','actor':'callback evt_1'}"""),
                shape(
                        Reconciliation.class,
                        new Reconciliation(
                                VIEW, List.of(), List.of(CHARGE), Map.of("k1", RESULT), List.of(), new Next.Rest()),
                        """
                        {'view':{'status':'PAID','reason':null,'payment':'pi_1','amount':{'minor':4990,
                        'currency':'EUR'}},'due':[""" + CHARGE_SHAPE + "],'results':{'k1':" + RESULT_SHAPE
                                + "},'decided':[],'next':{'next':'rest'}}"),
                shape(Entry.class, new Entry(7, "paid", PAID, AT, "callback evt_1"), """
                        {'number':7,'name':'paid','fact':{'fact':'paid','from':'PENDING','gateway':'stripe','payment':'pi_1',
                        'transaction':'ch_1','externalIds':['ch_1','pi_1'],'captured':{'minor':4990,'currency':'EUR'},
                        'enough':{'minor':4990,'currency':'EUR'},'again':false},'at':'2026-11-25T10:00:00.123Z','actor':'callback evt_1'}"""),
                shape(Operation.class, CHARGE, CHARGE_SHAPE),
                shape(
                        Operation.class,
                        new Operation.Capture(HEADER, "pi_1", EUR, true),
                        "{'operation':'capture','header':" + HEADER_SHAPE
                                + ",'payment':'pi_1','money':{'minor':4990,'currency':'EUR'},'last':true}"),
                shape(
                        Operation.class,
                        new Operation.Void(HEADER, "pi_1"),
                        "{'operation':'void','header':" + HEADER_SHAPE + ",'payment':'pi_1'}"),
                shape(
                        Operation.class,
                        new Operation.Refund(
                                HEADER,
                                "pi_1",
                                EUR,
                                77,
                                Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER,
                                Operation.Refund.Cause.REQUEST),
                        "{'operation':'refund','header':" + HEADER_SHAPE
                                + ",'payment':'pi_1','money':{'minor':4990,'currency':'EUR'},'storeRefund':77,"
                                + "'reason':'REQUESTED_BY_CUSTOMER','cause':'REQUEST'}"),
                shape(
                        Outcome.class,
                        new Outcome.Declined(1, "lost_card", false),
                        "{'outcome':'declined','operation':1,'code':'lost_card','mayRetry':false}"),
                shape(
                        Outcome.class,
                        new Outcome.Unknown(1, "stripe-500", true, Instant.ofEpochSecond(1)),
                        "{'outcome':'unknown','operation':1,'why':'stripe-500','mayStillCome':true,"
                                + "'sentAt':'1970-01-01T00:00:01Z'}"),
                shape(
                        Outcome.class,
                        new Outcome.NotSent(1, "stripe-401"),
                        "{'outcome':'notSent','operation':1,'why':'stripe-401'}"),
                shape(
                        Outcome.class,
                        new Outcome.Refused(1, "stripe-401"),
                        "{'outcome':'refused','operation':1,'why':'stripe-401'}"),
                shape(Request.class, new Request.Pay("k1", "stripe", "pm_1", true, "", false), """
                        {'request':'pay','key':'k1','gateway':'stripe','method':'pm_1','manual':true,
                        'returnTo':'','offSession':false}"""),
                shape(
                        Request.class,
                        new Request.Capture("k1", Optional.of(100L), false),
                        "{'request':'capture','key':'k1','minor':100,'last':false}"),
                shape(
                        Request.class,
                        new Request.Refund("k1", Optional.of(100L), 77, Operation.Refund.RefundReason.DUPLICATE),
                        "{'request':'refund','key':'k1','minor':100,'storeRefund':77,'reason':'DUPLICATE'}"),
                shape(
                        ReviewAction.class,
                        new ReviewAction.RefundDuplicate("pi_1"),
                        "{'type':'refundDuplicate','payment':'pi_1'}"),
                shape(
                        Request.class,
                        new Request.Refresh("k1", "stripe"),
                        "{'request':'refresh','key':'k1','gateway':'stripe'}"),
                shape(PaymentResult.class, RESULT, RESULT_SHAPE),
                shape(
                        PaymentWorkflow.Answered.class,
                        new PaymentWorkflow.Answered("f0", RESULT),
                        "{'fingerprint':'f0','result':" + RESULT_SHAPE + "}"),
                shape(ReviewDecision.class, DECISION, """
                        {'review':1,'action':{'type':'acceptPaid','payment':'pi_1'},'who':'ann',
                        'why':'rounding','id':'d1'}"""),
                shape(
                        Fact.class,
                        new Fact.OperationCreated(CHARGE),
                        "{'fact':'operationCreated','operation':" + CHARGE_SHAPE + "}"),
                shape(Fact.class, new Fact.OperationResolved(1, OperationStatus.DONE, "captured", false, "pi_1"), """
                        {'fact':'operationResolved','operation':1,'status':'DONE','detail':'captured','mayRetry':false,
                        'payment':'pi_1'}"""),
                shape(Fact.class, new Fact.ReviewDecided(DECISION, true), """
                        {'fact':'reviewDecided','decision':{'review':1,'action':{'type':'acceptPaid',
                        'payment':'pi_1'},'who':'ann','why':'rounding','id':'d1'},'effect':true}"""));
    }

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
    void whatANewerVersionAddsIsIgnored(Class<?> type, Object value, String shape) throws Exception {
        JsonNode node = PayloadConverter.JSON.readTree(json(shape));
        node.findParents("currency").forEach(PayloadConverterTest::extend);
        if (node instanceof ObjectNode) {
            extend(node);
        }

        assertThat(PayloadConverter.JSON.treeToValue(node, type)).isEqualTo(value);
    }

    private static void extend(JsonNode node) {
        ((ObjectNode) node).put("zz", 1).putObject("zzz").put("z", true);
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsEmpty() throws Exception {
        String start = "{'order':{'store':'','number':1}}";
        String view = "{'status':'PAID'}";

        assertThat(PayloadConverter.JSON.readValue(json(start), PaymentWorkflow.Start.class))
                .isEqualTo(PaymentWorkflow.Start.of(new OrderId("", 1)));
        assertThat(PayloadConverter.JSON.readValue(json(view), PaymentSummary.class))
                .isEqualTo(new PaymentSummary(
                        PaymentSummary.Status.PAID, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(PayloadConverter.JSON.readValue("{}", ReconcileCommand.class).since())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void whatASettlementWroteIntoTheLedgerIsNotWrittenIntoTheHistoryToo() throws Exception {
        Reconciliation reconciled = new Reconciliation(
                VIEW,
                List.of(new Entry(7, "paid", PAID, AT, "callback evt_1")),
                List.of(),
                Map.of(),
                List.of(),
                new Next.Rest());

        String written = PayloadConverter.JSON.writeValueAsString(reconciled);

        assertThat(written).doesNotContain("added");
        assertThat(PayloadConverter.JSON
                        .readValue(written, Reconciliation.class)
                        .added())
                .isEmpty();
    }

    /** A ledger's line is written by its own class and read as a fact. */
    @Test
    void aFactSaysWhichItIsHoweverItIsWritten() throws Exception {
        assertThat(PayloadConverter.JSON.readValue(PayloadConverter.JSON.writeValueAsString(PAID), Fact.class))
                .isEqualTo(PAID);
    }

    static Stream<Arguments> strings() {
        return Stream.of(
                Arguments.of("\"evt_1\"", "evt_1"),
                Arguments.of("\"\"", ""),
                Arguments.of("\"{}\"", "{}"),
                Arguments.of("{\"a\": [1, null]}", "{\"a\":[1,null]}"),
                Arguments.of("[1, 2]", "[1,2]"),
                Arguments.of("4711", "4711"),
                Arguments.of("true", "true"),
                Arguments.of("null", "null"),
                Arguments.of("no json", "no json"));
    }

    @ParameterizedTest
    @MethodSource("strings")
    void S36_aStringThatIsNoneArrivesAsItsRawJson(String sent, String read) {
        Payload payload = PayloadConverter.converter().toPayload("").orElseThrow().toBuilder()
                .setData(ByteString.copyFromUtf8(sent))
                .build();

        assertThat(PayloadConverter.converter().fromPayload(payload, String.class, String.class))
                .isEqualTo(read);
    }

    @SuppressWarnings("unchecked")
    private static Class<Object> cast(Class<?> type) {
        return (Class<Object>) type;
    }

    /** Shapes are written with single quotes and in several lines, to be read. */
    private static String json(String shape) {
        return shape.lines().map(String::strip).collect(Collectors.joining()).replace('\'', '"');
    }

    private static Arguments shape(Class<?> type, Object value, String json) {
        return Arguments.of(type, value, json);
    }
}
