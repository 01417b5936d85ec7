package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that histories and ledgers stay readable for ever: these shapes are final once released. */
class PayloadConverterTest extends WireShapeContract {

    @Override
    Stream<Arguments> shapes() {
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
                                List.of(new TimedRequest(new Request.Cancel("k1", ""), AT)),
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
                        new ReconcileCommand(ORDER, Observation.NOTHING, AT, List.of(), List.of(), "callback evt_1"),
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
                        Reconciliation.class,
                        new Reconciliation(
                                VIEW, List.of(), List.of(CHARGE), Map.of("k1", RESULT), List.of(), new Next.Rest()),
                        """
                        {'view':{'status':'PAID','reason':null,'payment':'pi_1','amount':{'minor':4990,
                        'currency':'EUR'}},'due':[""" + CHARGE_SHAPE + "],'results':{'k1':" + RESULT_SHAPE
                                + "},'decided':[],'next':{'next':'rest'}}"),
                shape(Request.class, new Request.Pay("k1", "stripe", "pm_1", true, "", false, ""), """
                        {'request':'pay','key':'k1','gateway':'stripe','method':'pm_1','manual':true,
                        'returnTo':'','offSession':false}"""),
                shape(
                        Request.class,
                        new Request.Capture("k1", Optional.of(100L), false, ""),
                        "{'request':'capture','key':'k1','minor':100,'last':false}"),
                shape(
                        Request.class,
                        new Request.Refund("k1", Optional.of(100L), 77, Operation.Refund.RefundReason.DUPLICATE, ""),
                        "{'request':'refund','key':'k1','minor':100,'storeRefund':77,'reason':'DUPLICATE'}"),
                shape(
                        Request.class,
                        new Request.Refresh("k1", "stripe", ""),
                        "{'request':'refresh','key':'k1','gateway':'stripe'}"),
                shape(PaymentResult.class, RESULT, RESULT_SHAPE),
                shape(
                        PaymentResult.class,
                        PaymentResult.of(
                                PaymentResult.State.REFUNDED,
                                PaymentResult.Reference.refund("stripe", "pi_1", WireShapeContract.REFUND, 3)),
                        """
                        {'result':'final','state':'REFUNDED','code':'','mayRetry':false,'of':{'gateway':'stripe',
                        'payment':'pi_1','money':{'minor':4990,'currency':'EUR'},'asks':null,'operation':3,'refund':'re_1'}}"""),
                shape(
                        PaymentWorkflow.Answered.class,
                        new PaymentWorkflow.Answered("f0", RESULT),
                        "{'fingerprint':'f0','result':" + RESULT_SHAPE + "}"));
    }

    @Test
    void aFieldThatAnOlderVersionDidNotWriteIsEmpty() throws Exception {
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
    void theLinesOfAReconciliationAreNotWrittenIntoTheHistory() throws Exception {
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
}
