package dev.payonce.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payonce.failure.Failures;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract kit that every gateway keeps, the fake one included. */
public abstract class GatewayContract {

    public static final Money EUR_49_90 = new Money(4990, "EUR");
    protected static final Duration RETRY_AFTER = Duration.ofSeconds(7);

    protected abstract Gateway gateway();

    protected abstract World world();

    /** Returns the account's name, which the gateway's payments bear. */
    protected String account() {
        return "stripe";
    }

    /** A simulated gateway's other actors. Each payment is answered by its id. */
    public interface World {

        String captured(Mark mark);

        String authorized(Mark mark);

        /** Makes a payment that is declined for want of funds; another card may be tried. */
        String declined(Mark mark);

        /** Makes a payment without any further step. */
        String untouched(Mark mark);

        /** Lets the next call fail with this trouble. */
        void fails(Trouble trouble);

        /** Opens a fraud review of a captured payment, and returns its ID; empty where the gateway has none. */
        default Optional<String> reviews(String payment) {
            return Optional.empty();
        }

        /** Returns an ID of the gateway's form that names nothing. */
        default String nothing() {
            return "pi_nothing";
        }
    }

    /** The tag or the metadata that the payment's maker wrote onto it. */
    public record Mark(Optional<Payment.Tag> tag, Optional<Foreign> foreign) {
        static final Mark NONE = new Mark(Optional.empty(), Optional.empty());
    }

    public record Foreign(String rawOrderKey, String number, String siteUrl) {}

    public enum Trouble {
        TIMES_OUT,
        RESETS,
        HALF_A_BODY,
        BREAKS,
        /** Says to come back after {@link #RETRY_AFTER}. */
        BUSY,
        REVOKED
    }

    @Test
    void aCapturedPaymentIsFoundWithWhatWasCaptured() {
        String id = world().captured(Mark.NONE);

        Payment payment = only(id);

        assertThat(payment.stage()).isEqualTo(Stage.CAPTURED);
        assertThat(payment.waitsFor()).isEqualTo(Payment.WaitsFor.NOTHING);
        assertThat(payment.amount()).isEqualTo(EUR_49_90);
        assertThat(payment.captured()).isEqualTo(EUR_49_90);
        assertThat(payment.id()).isEqualTo(id);
        assertThat(payment.gateway()).isEqualTo(account());
    }

    @Test
    void allNamesOfOnePaymentLeadToThatOnePayment() {
        String id = world().captured(Mark.NONE);
        ExternalIds externalIds = only(id).externalIds();

        Observation seen = gateway().find(new Lookup(account(), externalIds));

        assertThat(externalIds.contains(id)).isTrue();
        assertThat(externalIds.contains(only(id).transaction())).isTrue();
        assertThat(seen.payments()).hasSize(1);
        assertThat(seen.notFound()).isEmpty();
    }

    @Test
    void anIdThatTheGatewayDoesNotKnowIsAValueAndHidesNoOther() {
        String id = world().captured(Mark.NONE);

        Observation seen = gateway().find(new Lookup(account(), ExternalIds.of(id, world().nothing())));

        assertThat(seen.payments()).extracting(Payment::id).containsExactly(id);
        assertThat(seen.notFound()).containsExactly(new Lookup(account(), ExternalIds.of(world().nothing())));
    }

    @Test
    void nothingIsAskedAboutNothing() {
        assertThat(gateway().find(new Lookup(account(), ExternalIds.NONE))).isEqualTo(Observation.NOTHING);
    }

    @Test
    void anAuthorizationHoldsNoMoneyYet() {
        Payment payment = only(world().authorized(Mark.NONE));

        assertThat(payment.stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(payment.captured().minor()).isZero();
    }

    @Test
    void aDeclinedPaymentSaysWhyAndWaitsForTheShopper() {
        Payment payment = only(world().declined(Mark.NONE));

        assertThat(payment.stage()).isEqualTo(Stage.OPEN);
        assertThat(payment.waitsFor()).isEqualTo(Payment.WaitsFor.SHOPPER);
        assertThat(payment.decline()).map(Payment.Decline::code).contains("insufficient_funds");
        assertThat(payment.decline()).map(Payment.Decline::mayRetry).contains(true);
    }

    @Test
    void anUntouchedPaymentWaitsForTheShopperAndWasNotDeclined() {
        Payment payment = only(world().untouched(Mark.NONE));

        assertThat(payment.stage()).isEqualTo(Stage.OPEN);
        assertThat(payment.waitsFor()).isEqualTo(Payment.WaitsFor.SHOPPER);
        assertThat(payment.decline()).isEmpty();
    }

    /** The sign leads to its payment, beside it and alone. */
    @Test
    void aFraudReviewTakesNoMoney() {
        String id = world().captured(Mark.NONE);
        Optional<String> review = world().reviews(id);
        assumeTrue(review.isPresent(), "This gateway has no fraud reviews");

        Payment payment = only(review.orElseThrow());
        Observation both = gateway().find(new Lookup(account(), ExternalIds.of(id, review.orElseThrow())));

        assertThat(payment.id()).isEqualTo(id);
        assertThat(payment.net()).isEqualTo(EUR_49_90);
        assertThat(both.payments())
                .singleElement()
                .satisfies(one -> assertThat(one.reversals())
                        .extracting(Reversal::id, Reversal::kind, Reversal::state)
                        .containsExactly(tuple(review.orElseThrow(), Reversal.Kind.FRAUD_REVIEW, Reversal.State.OPEN)));
    }

    @Test
    void ourTagComesBackAsItWasWritten() {
        Payment.Tag tag = new Payment.Tag(
                "shop", Fingerprint.ofSite("https://shop.example"), 1001, Fingerprint.ofOrderKey("wc_order_a"), 3);

        Payment payment = only(world().captured(new Mark(Optional.of(tag), Optional.empty())));

        assertThat(payment.tag()).contains(tag);
    }

    @Test
    void anotherPluginsMetadataIsAClaimAndItsOrderKeyIsNeverKeptRaw() {
        Foreign foreign = new Foreign("wc_order_secret", "1001", "https://www.shop.example/");

        Payment payment = only(world().captured(new Mark(Optional.empty(), Optional.of(foreign))));

        assertThat(payment.tag()).isEmpty();
        assertThat(payment.claim())
                .contains(new Payment.Claim(
                        Fingerprint.ofOrderKey("wc_order_secret"), "1001", Fingerprint.ofSite("http://shop.example")));
        assertThat(payment.toString()).doesNotContain("wc_order_secret");
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"TIMES_OUT", "RESETS", "HALF_A_BODY", "BREAKS", "BUSY"})
    void aFailureThatHealsByItselfIsTransientAndTheNextCallFinds(Trouble trouble) {
        String id = world().captured(Mark.NONE);
        world().fails(trouble);

        ApplicationFailure failure = failure(id);

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(only(id).stage()).isEqualTo(Stage.CAPTURED);
    }

    @Test
    void aCallerWithATimeToComeBackComesNeitherSoonerNorMuchLater() {
        String id = world().captured(Mark.NONE);
        world().fails(Trouble.BUSY);

        assertThat(failure(id).getNextRetryDelay())
                .isBetween(RETRY_AFTER, RETRY_AFTER.multipliedBy(3).dividedBy(2));
    }

    @Test
    void aRevokedKeyIsRefusedAndNotRetried() {
        String id = world().captured(Mark.NONE);
        world().fails(Trouble.REVOKED);

        ApplicationFailure failure = failure(id);

        assertThat(failure.getType()).isEqualTo(Failures.NON_RETRYABLE);
        assertThat(failure.isNonRetryable()).isTrue();
    }

    /** One of several requests that took no turn would exceed the rate limit of all workers. */
    @Test
    void aLookupWithoutATurnSendsNoRequest() {
        String id = world().captured(Mark.NONE);

        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> RequestTurns.withOne(() -> false, () -> {
                    RequestTurns.take();
                    return gateway().find(new Lookup(account(), ExternalIds.of(id)));
                }));

        assertThat(FailureDetails.code(failure)).isEqualTo(RequestTurns.NONE_FREE);
    }

    private Payment only(String id) {
        Observation seen = gateway().find(new Lookup(account(), ExternalIds.of(id)));
        assertThat(seen.notFound()).isEmpty();
        assertThat(seen.payments()).hasSize(1);
        return seen.payments().getFirst();
    }

    private ApplicationFailure failure(String id) {
        return catchThrowableOfType(
                ApplicationFailure.class, () -> gateway().find(new Lookup(account(), ExternalIds.of(id))));
    }
}
