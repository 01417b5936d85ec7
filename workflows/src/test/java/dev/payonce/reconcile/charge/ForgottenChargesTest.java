package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Cursors;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database was restored to yesterday: the ledger lacks today's charges, and the sweep reads them again. */
class ForgottenChargesTest {

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Request PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "");

    private final Given given = Given.given(anOrder());
    private final Instant yesterday = given.now().minus(A_DAY);

    @Test
    void theGatewayIsAskedForAllThatBearsOurTagBeforeAnythingIsCharged() {
        given.listWasReadUpTo(yesterday);

        Reconciliation reconciled = ask();

        assertThat(reconciled.due()).isEmpty();
        assertThat(reconciled.results().get("k1").word()).isEqualTo("observing");
        assertThat(mark(reconciled)).isEqualTo(TagQuery.all(given.order(), yesterday.minus(Cursors.OVERLAP)));
    }

    @Test
    void nothingOlderThanTheOrderIsReadForIt() {
        Instant made = given.now().minus(Duration.ofHours(2));
        given.becomes(anOrder().made(made)).listWasReadUpTo(yesterday);

        assertThat(mark(ask()).since()).isEqualTo(made);
    }

    @Test
    void aForgottenChargePaysTheOrderInsteadOfANewOne() {
        given.listWasReadUpTo(yesterday);

        Reconciliation adopted =
                answered(ask(), PaymentBuilder.stripe("pi_1").tagged().captured());

        assertThat(adopted.due()).isEmpty();
        assertThat(adopted.results().get("k1").word()).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).noneMatch(line -> line.startsWith("operation:"));
    }

    @Test
    void aNumberThatAForgottenOperationHadIsNotGivenAgain() {
        given.listWasReadUpTo(yesterday);

        Reconciliation charged = answered(
                ask(),
                PaymentBuilder.stripe("pi_1").tagged().stage(Stage.CLOSED),
                PaymentBuilder.stripe("pi_3")
                        .tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 3)
                        .stage(Stage.CLOSED));

        assertThat(charged.due()).singleElement().extracting(Operation::number).isEqualTo(4);
    }

    @Test
    void anOrderWithoutAForgottenChargeIsCharged() {
        given.listWasReadUpTo(yesterday);

        assertThat(answered(ask()).due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    @Test
    void aListThatWasReadAMomentAgoForgetsNothing() {
        given.listWasReadUpTo(given.now().minus(Policy.BEHIND));

        assertThat(ask().due()).hasSize(1);
    }

    @Test
    void aStoreThatReadNoListHasNothingToForget() {
        assertThat(ask().due()).hasSize(1);
    }

    /** The forgotten charge was made at one account, and the shopper pays by another one now. */
    @Test
    void eachGatewayAccountIsAskedBeforeAnythingIsCharged() {
        given.listWasReadUpTo(yesterday).listWasReadUpTo("stripe-eu", yesterday);

        assertThat(lookups(ask())).extracting(Lookup::gateway).containsExactly("stripe", "stripe-eu");
    }

    /** Both queries have the same text here. */
    @Test
    void anAnswerOfOneAccountIsNoneOfTheOther() {
        given.becomes(anOrder().made(given.now().minus(Duration.ofHours(2))));
        given.listWasReadUpTo(yesterday).listWasReadUpTo("stripe-eu", yesterday);

        assertThat(lookups(answered(ask()))).extracting(Lookup::gateway).contains("stripe-eu");
    }

    @Test
    void aChargeThatAnotherAccountHadForgottenPaysTheOrder() {
        given.listWasReadUpTo(yesterday).listWasReadUpTo("stripe-eu", yesterday);

        List<Lookup> asked = lookups(ask());
        Payment there = PaymentBuilder.stripe("pi_1")
                .at("stripe-eu")
                .tagged()
                .captured()
                .seenAt(given.now())
                .made();
        Reconciliation adopted = given.reconciles(
                Observation.of(asked.getFirst(), List.of(), asked.getFirst().objects())
                        .and(Observation.of(asked.getLast(), List.of(there), ExternalIds.NONE)),
                List.of(PAY),
                List.of());

        assertThat(adopted.due()).isEmpty();
        assertThat(adopted.results().get("k1").word()).isEqualTo("paid");
    }

    /** That account alone is away, so the store was not restored: its outage is no reason to keep this one's shoppers. */
    @Test
    void anotherAccountThatIsBehindByItselfKeepsNoCharge() {
        given.listWasReadUpTo(given.now()).listWasReadUpTo("stripe-eu", yesterday);

        assertThat(ask().due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    private static List<Lookup> lookups(Reconciliation reconciled) {
        return ((Next.RefreshAfter) reconciled.next()).what();
    }

    private Reconciliation ask() {
        return given.asks(PAY);
    }

    /** Answers the lookups that are due with these payments. */
    private Reconciliation answered(Reconciliation reconciled, PaymentBuilder... found) {
        Lookup what = ((Next.RefreshAfter) reconciled.next()).what().getFirst();
        List<Payment> payments = List.of(found).stream()
                .map(payment -> payment.seenAt(given.now()).made())
                .toList();
        ExternalIds notFound = payments.isEmpty() ? what.objects() : ExternalIds.NONE;
        return given.reconciles(Observation.of(what, payments, notFound), List.of(PAY), List.of());
    }

    private static TagQuery mark(Reconciliation reconciled) {
        return ((Next.RefreshAfter) reconciled.next())
                .what().getFirst().objects().all().stream()
                        .flatMap(text -> TagQuery.parse(text).stream())
                        .findFirst()
                        .orElseThrow();
    }
}
