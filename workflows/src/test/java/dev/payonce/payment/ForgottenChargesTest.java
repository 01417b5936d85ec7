package dev.payonce.payment;

import static dev.payonce.payment.AnOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Payment.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database was restored to yesterday: the ledger has forgotten what was charged since, and the sweep reads it anew. */
class ForgottenChargesTest {

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Request PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false);

    private final Given given = Given.given(anOrder());
    private final Instant yesterday = given.now().minus(A_DAY);

    @Test
    void theGatewayIsAskedForAllThatBearsOurTagBeforeAnythingIsCharged() {
        given.listWasReadUpTo(yesterday);

        Settlement settled = ask();

        assertThat(settled.due()).isEmpty();
        assertThat(settled.answers().get("k1").state()).isEqualTo(State.WORKING);
        assertThat(mark(settled)).isEqualTo(Mark.all(given.order(), yesterday.minus(Cursors.OVERLAP)));
    }

    @Test
    void nothingOlderThanTheOrderIsReadForIt() {
        Instant made = given.now().minus(Duration.ofHours(2));
        given.becomes(anOrder().made(made)).listWasReadUpTo(yesterday);

        assertThat(mark(ask()).since()).isEqualTo(made);
    }

    @Test
    void whatWasForgottenPaysTheOrderInsteadOfANewCharge() {
        given.listWasReadUpTo(yesterday);

        Settlement adopted = answered(ask(), APayment.stripe("pi_1").tagged().captured());

        assertThat(adopted.due()).isEmpty();
        assertThat(adopted.answers().get("k1").state()).isEqualTo(State.PAID);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).noneMatch(line -> line.startsWith("operation:"));
    }

    @Test
    void aNumberThatAForgottenOperationHadIsNotGivenAgain() {
        given.listWasReadUpTo(yesterday);

        Settlement charged = answered(
                ask(),
                APayment.stripe("pi_1").tagged().stage(Stage.CLOSED),
                APayment.stripe("pi_3")
                        .tagged("", AnOrder.SITE, AnOrder.NUMBER, AnOrder.KEY, 3)
                        .stage(Stage.CLOSED));

        assertThat(charged.due()).singleElement().extracting(Operation::number).isEqualTo(4);
    }

    @Test
    void whereNothingWasForgottenItIsCharged() {
        given.listWasReadUpTo(yesterday);

        assertThat(answered(ask()).due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    @Test
    void aListThatWasReadAMomentAgoForgetsNothing() {
        given.listWasReadUpTo(given.now().minus(Policy.BEHIND));

        assertThat(ask().due()).hasSize(1);
    }

    @Test
    void whereNoListWasEverReadThereIsNothingToForget() {
        assertThat(ask().due()).hasSize(1);
    }

    private Settlement ask() {
        return given.settles(Observation.NOTHING, List.of(PAY), List.of());
    }

    /** What the gateway shows for what is to be looked at. */
    private Settlement answered(Settlement settled, APayment... found) {
        Lookup what = ((Next.Look) settled.next()).what().getFirst();
        List<Payment> payments = List.of(found).stream()
                .map(payment -> payment.seenAt(given.now()).made())
                .toList();
        Names unfound = payments.isEmpty() ? what.objects() : Names.NONE;
        return given.settles(Observation.of(what, payments, unfound), List.of(PAY), List.of());
    }

    private static Mark mark(Settlement settled) {
        return ((Next.Look) settled.next())
                .what().getFirst().objects().all().stream()
                        .flatMap(text -> Mark.parse(text).stream())
                        .findFirst()
                        .orElseThrow();
    }
}
