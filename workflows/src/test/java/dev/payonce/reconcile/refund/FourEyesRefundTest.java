package dev.payonce.reconcile.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.FourEyes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of an operator's own refunds, above the limit of 10.00 EUR and below it. The order is paid by 49.90 EUR. */
class FourEyesRefundTest {

    private final PaymentFixture fixture =
            PaymentFixture.paid(Given.terms(FourEyes.of("10 EUR").orElseThrow()));

    private static Request.Refund by(String who, String key, long minor) {
        return new Request.Refund(
                key, Optional.of(minor), 0, Operation.Refund.RefundReason.NONE, who, "torn on arrival");
    }

    private String code(Request request) {
        return fixture.asks(request).code();
    }

    private List<String> actors(Class<? extends Fact> kind) {
        return fixture.given.ledger().stream()
                .filter(line -> kind.isInstance(line.fact()))
                .map(Entry::actor)
                .toList();
    }

    @Test
    void aRefundUpToTheLimitIsOneOperatorsAndBearsNameAndReason() {
        fixture.asks(by("ann", "k1", 1000));

        assertThat(fixture.refunds()).hasSize(1);
        assertThat(actors(Fact.OperationCreated.class)).endsWith("operator ann (request k1): torn on arrival");
    }

    @Test
    void aRefundAboveTheLimitNeedsASecondOperatorWithTheSameAmount() {
        assertThat(code(by("ann", "k1", 2000))).isEqualTo("needs_second_operator");
        assertThat(code(by("ann", "k2", 2000))).isEqualTo("needs_second_operator");
        assertThat(code(by("bob", "k3", 2100))).isEqualTo("needs_second_operator");
        assertThat(fixture.refunds()).isEmpty();

        fixture.asks(by("ann", "k4", 2100));
        assertThat(fixture.refunds()).hasSize(1);
    }

    /** Parts are summed, of any operator; what the shop's own clerks refund is not. */
    @Test
    void partsThatTogetherPassTheLimitNeedASecondOperator() {
        fixture.asks(new Request.Refund("s1", Optional.of(900L), 7, Operation.Refund.RefundReason.NONE, "shop"));
        fixture.asks(by("ann", "k1", 600));
        fixture.asks(by("ann", "k2", 400));
        assertThat(fixture.refunds()).hasSize(3);

        assertThat(code(by("ann", "k3", 1))).isEqualTo("needs_second_operator");
        assertThat(code(by("bob", "k4", 2))).isEqualTo("needs_second_operator");
        assertThat(fixture.refunds()).hasSize(3);

        fixture.asks(by("ann", "k5", 2));
        assertThat(fixture.refunds()).hasSize(4);
    }

    /** A third operator, or the second one by another key, does not refund it again. */
    @Test
    void aProposalIsCarriedOutOnce() {
        fixture.asks(by("ann", "k1", 2000));
        fixture.asks(by("bob", "k2", 2000));

        assertThat(code(by("carol", "k3", 2000))).isEqualTo("needs_second_operator");
        assertThat(code(by("carol", "k4", 2000))).isEqualTo("needs_second_operator");
        assertThat(fixture.refunds()).hasSize(1);
    }

    @Test
    void aProposalIsOverAfterADay() {
        fixture.asks(by("ann", "k1", 2000));
        fixture.after(FourEyes.WITHIN);

        assertThat(code(by("bob", "k2", 2000))).isEqualTo("needs_second_operator");
        assertThat(fixture.refunds()).isEmpty();
    }

    @Test
    void bothAtOneMomentAreAProposalAndItsApproval() {
        fixture.asks(by("ann", "k1", 2000), by("bob", "k2", 2000));

        assertThat(fixture.refunds()).hasSize(1);
        assertThat(fixture.result("k1").code()).isEqualTo("needs_second_operator");
    }

    /** A name that came by way of Temporal alone proves nothing, so it is neither of the two. */
    @Test
    void aNameThatNothingProvesIsNeitherOfTwoOperators() {
        assertThat(code(by("temporal:bob", "k1", 2000))).isEqualTo("needs_second_operator");
        assertThat(code(by("ann", "k2", 2000))).isEqualTo("needs_second_operator");
        assertThat(code(by("temporal:bob", "k3", 2000))).isEqualTo("needs_second_operator");
        assertThat(fixture.refunds()).isEmpty();

        fixture.asks(by("bob", "k4", 2000));
        assertThat(fixture.refunds()).hasSize(1);
    }

    /** The shop has roles of its own, by which its clerks refund. */
    @Test
    void aRefundOfTheShopNeedsNoSecondOneAndBearsItsName() {
        fixture.asks(new Request.Refund("k1", Optional.of(2000L), 0, Operation.Refund.RefundReason.NONE, "shop"));

        assertThat(fixture.refunds()).hasSize(1);
        assertThat(actors(Fact.OperationCreated.class)).endsWith("request k1 of shop");
        assertThat(fixture.result("k1").is(PaymentResult.State.REFUSED)).isFalse();
    }
}
