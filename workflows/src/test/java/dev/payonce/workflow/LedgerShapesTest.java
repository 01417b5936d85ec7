package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** The tests of the shapes of what the ledger keeps: facts, operations, outcomes and reviews. */
class LedgerShapesTest extends WireShapeContract {

    @Override
    Stream<Arguments> shapes() {
        return Stream.of(
                shape(Review.class, REVIEW, """
                        {'number':1,'facts':'f0','reason':'AMOUNT_DIFFERS','about':[{'gateway':'stripe',
                        'objects':['ch_1','pi_1']}],'lines':['Both values.'],'actions':[{'type':'refresh'},
                        {'type':'acceptPaid','payment':'pi_1'}]}"""),
                shape(
                        Fact.class,
                        new Fact.PaymentObserved(
                                "stripe",
                                "pi_1",
                                ExternalIds.of("pi_1"),
                                Stage.OPEN,
                                Optional.of(new Payment.Decline("expired_card", true, Optional.empty())),
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
                shape(Fact.class, ON_HOLD, """
                        {'fact':'orderStatusChanged','from':'PENDING','to':'ON_HOLD','payment':'pi_1','reason':'AUTHORIZED',
                        'detail':'','cause':3}"""),
                shape(Fact.class, new Fact.ReversalObserved("stripe", "pi_1", REFUND), """
                        {'fact':'reversalObserved','gateway':'stripe','payment':'pi_1','reversal':{'id':'re_1',
                        'kind':'REFUND','state':'DONE','money':{'minor':4990,'currency':'EUR'},'operation':3,
                        'storeRefund':77}}"""),
                shape(Fact.class, new Fact.MethodSaved("stripe", "pi_1", CARD), """
                        {'fact':'methodSaved','gateway':'stripe','payment':'pi_1','method':{'id':'pm_1','type':'card',
                        'customer':'cus_1','mandate':'','brand':'visa','last4':'4242','month':5,'year':2031}}"""),
                shape(
                        Fact.class,
                        new Fact.FeeObserved("stripe", "pi_1", new Fee(new Money(75, "EUR"), new Money(4915, "EUR"))),
                        "{'fact':'feeObserved','gateway':'stripe','payment':'pi_1','booked':'75 4915 EUR'}"),
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
                shape(Operation.class, CHARGE, CHARGE_SHAPE),
                shape(Operation.class, SAVING_CHARGE, SAVING_CHARGE_SHAPE),
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
                        "{'outcome':'notSent','operation':1,'why':'stripe-401','sole':true,"
                                + "'sentAt':'1970-01-01T00:00:00Z'}"),
                shape(
                        Outcome.class,
                        new Outcome.Refused(1, "stripe-401"),
                        "{'outcome':'refused','operation':1,'why':'stripe-401'}"),
                shape(
                        ReviewAction.class,
                        new ReviewAction.RefundDuplicate("pi_1"),
                        "{'type':'refundDuplicate','payment':'pi_1'}"),
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
                shape(Fact.class, new Fact.RefundProposed("pi_1", EUR, "ann", "agreed"), """
                        {'fact':'refundProposed','payment':'pi_1','money':{'minor':4990,'currency':'EUR'},'who':'ann',
                        'why':'agreed'}"""),
                shape(Fact.class, new Fact.DecisionProposed(DECISION, Optional.of(EUR)), """
                        {'fact':'decisionProposed','decision':{'review':1,'action':{'type':'acceptPaid',
                        'payment':'pi_1'},'who':'ann','why':'rounding','id':'d1'},'amount':{'minor':4990,'currency':'EUR'}}"""),
                shape(Fact.class, new Fact.ReviewDecided(DECISION, true, "bob"), """
                        {'fact':'reviewDecided','decision':{'review':1,'action':{'type':'acceptPaid',
                        'payment':'pi_1'},'who':'ann','why':'rounding','id':'d1'},'effect':true,'proposedBy':'bob'}"""),
                shape(Fact.class, new Fact.ReviewDecided(DECISION, true), """
                        {'fact':'reviewDecided','decision':{'review':1,'action':{'type':'acceptPaid',
                        'payment':'pi_1'},'who':'ann','why':'rounding','id':'d1'},'effect':true}"""));
    }

    /** A ledger's line is written by its own class and read as a fact. */
    @Test
    void aFactSaysWhichItIsHoweverItIsWritten() throws Exception {
        assertThat(PayloadConverter.JSON.readValue(PayloadConverter.JSON.writeValueAsString(PAID), Fact.class))
                .isEqualTo(PAID);
    }
}
