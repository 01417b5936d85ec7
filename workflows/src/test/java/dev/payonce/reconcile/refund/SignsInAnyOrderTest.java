package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The test of disputes and signs of fraud about one payment that arrive in each possible order: the order ends in the same
 * status. A payment shows its disputes always, and a sign of fraud only to a lookup that names it.
 */
class SignsInAnyOrderTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    /** An event about the payment. One that ends something comes after its start. */
    enum Sign {
        WARNED("issfr_1", Kind.FRAUD_WARNING, State.DONE),
        REVIEW("prv_1", Kind.FRAUD_REVIEW, State.OPEN),
        APPROVED("prv_1", Kind.FRAUD_REVIEW, State.WON),
        CLOSED("prv_1", Kind.FRAUD_REVIEW, State.LOST),
        SECOND("prv_2", Kind.FRAUD_REVIEW, State.OPEN),
        SECOND_APPROVED("prv_2", Kind.FRAUD_REVIEW, State.WON),
        DISPUTE("dp_1", Kind.DISPUTE, State.OPEN),
        DISPUTE_WON("dp_1", Kind.DISPUTE, State.WON),
        INQUIRY("dp_2", Kind.INQUIRY, State.OPEN),
        INQUIRY_CLOSED("dp_2", Kind.INQUIRY, State.WON);

        private final String id;
        private final Kind kind;
        private final State state;

        Sign(String id, Kind kind, State state) {
            this.id = id;
            this.kind = kind;
            this.state = state;
        }

        private Reversal reversal() {
            return new Reversal(id, kind, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty());
        }

        private boolean ends() {
            return state == State.WON || state == State.LOST;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # the order is | what comes                               | the end
            PROCESSING     | REVIEW APPROVED                          | PROCESSING
            COMPLETED      | REVIEW APPROVED                          | COMPLETED
            PROCESSING     | WARNED REVIEW APPROVED                   | ON_HOLD
            COMPLETED      | WARNED REVIEW APPROVED                   | COMPLETED
            PROCESSING     | WARNED INQUIRY INQUIRY_CLOSED            | ON_HOLD
            COMPLETED      | WARNED INQUIRY INQUIRY_CLOSED            | COMPLETED
            PROCESSING     | WARNED DISPUTE DISPUTE_WON               | PROCESSING
            PROCESSING     | WARNED REVIEW DISPUTE DISPUTE_WON        | ON_HOLD
            PROCESSING     | WARNED REVIEW APPROVED DISPUTE           | ON_HOLD
            PROCESSING     | WARNED REVIEW APPROVED DISPUTE DISPUTE_WON | PROCESSING
            PROCESSING     | REVIEW APPROVED INQUIRY                  | ON_HOLD
            PROCESSING     | REVIEW APPROVED INQUIRY INQUIRY_CLOSED   | PROCESSING
            PROCESSING     | REVIEW INQUIRY INQUIRY_CLOSED            | ON_HOLD
            PROCESSING     | REVIEW APPROVED SECOND                   | ON_HOLD
            PROCESSING     | REVIEW APPROVED SECOND SECOND_APPROVED   | PROCESSING
            COMPLETED      | REVIEW APPROVED DISPUTE DISPUTE_WON      | COMPLETED
            PROCESSING     | REVIEW CLOSED                            | ON_HOLD
            PROCESSING     | REVIEW CLOSED DISPUTE DISPUTE_WON        | ON_HOLD
            COMPLETED      | REVIEW CLOSED DISPUTE DISPUTE_WON        | ON_HOLD
            PROCESSING     | REVIEW CLOSED WARNED DISPUTE DISPUTE_WON | ON_HOLD
            PROCESSING     | REVIEW CLOSED SECOND SECOND_APPROVED     | ON_HOLD
            """)
    void endIsTheSame(Status paid, String signs, Status end) {
        List<Sign> all = Stream.of(signs.split(" ")).map(Sign::valueOf).toList();

        for (List<Sign> order : orders(all)) {
            assertThat(after(paid, order)).as("%s", order).isEqualTo(end);
        }
    }

    /** Where the merchant wants notes only, no sign keeps an order that was put on hold before. */
    @ParameterizedTest
    @CsvSource({"WARNED", "SECOND"})
    void signsThatAreNotesKeepNoHold(Sign other) {
        Given given = paid(Status.PROCESSING);
        given.sees(PAID.back(Sign.REVIEW.reversal()));
        given.want(Given.terms(Policy.FraudSigns.NOTE));

        given.sees(PAID.back(other.reversal()));
        given.sees(PAID.back(Sign.APPROVED.reversal()));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    private static Given paid(Status status) {
        Given given = given(anOrder(), Given.terms(Policy.Inquiry.HOLD));
        given.sees(PAID);
        return given.becomes(status);
    }

    private static Status after(Status paid, List<Sign> signs) {
        Given given = paid(paid);
        Map<String, Reversal> disputes = new LinkedHashMap<>();
        for (Sign sign : signs) {
            List<Reversal> shown = new ArrayList<>();
            if (sign.reversal().suspects()) {
                shown.add(sign.reversal());
            } else {
                disputes.put(sign.id, sign.reversal());
            }
            shown.addAll(disputes.values());
            given.sees(PAID.returns(shown));
        }
        given.sees(PAID.returns(List.copyOf(disputes.values())));
        return given.status();
    }

    /** Returns each order of the signs in which nothing ends before it was there. */
    private static List<List<Sign>> orders(List<Sign> signs) {
        if (signs.isEmpty()) {
            return List.of(List.of());
        }
        return signs.stream()
                .filter(last ->
                        signs.stream().noneMatch(other -> other != last && other.ends() && other.id.equals(last.id)))
                .flatMap(last -> orders(
                                signs.stream().filter(other -> other != last).toList())
                        .stream()
                        .map(before ->
                                Stream.concat(before.stream(), Stream.of(last)).toList()))
                .toList();
    }
}
