package dev.payonce.reconcile;

import static dev.payonce.ledger.Ownership.ANOTHER_ORDERS;
import static dev.payonce.ledger.Ownership.NOT_OURS;
import static dev.payonce.ledger.Ownership.OURS;
import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.KEY;
import static dev.payonce.reconcile.OrderBuilder.NUMBER;
import static dev.payonce.reconcile.OrderBuilder.SITE;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Ownership;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnershipTest {

    private static final String OTHER_KEY = Fingerprint.ofOrderKey("wc_order_other");
    private static final String OTHER_SITE = Fingerprint.ofSite("https://staging.example");
    private static final PaymentBuilder BARE = stripe("pi_1").captured();

    @Nested
    class Tagged {

        @Test
        void forThisStoreNumberAndKeyItIsOurs() {
            assertThat(of(BARE.tagged(), anOrder())).isEqualTo(OURS);
        }

        @Test
        void S31_forAnOrderThatOnceHadThisNumberItIsAnotherOrders() {
            assertThat(of(BARE.tagged("", SITE, NUMBER, OTHER_KEY, 1), anOrder()))
                    .isEqualTo(ANOTHER_ORDERS);
        }

        @Test
        void S32_byAnotherShopStoreOrForAnotherNumberItHasNoOrder() {
            assertThat(of(BARE.tagged("", OTHER_SITE, NUMBER, KEY, 1), anOrder()))
                    .isEqualTo(NOT_OURS);
            assertThat(of(BARE.tagged("other", SITE, NUMBER, KEY, 1), anOrder()))
                    .isEqualTo(NOT_OURS);
            assertThat(of(BARE.tagged("", SITE, NUMBER + 1, KEY, 1), anOrder())).isEqualTo(NOT_OURS);
        }

        @Test
        void countsAloneWhateverElseIsClaimedOrRecorded() {
            assertThat(of(
                            BARE.claimed().tagged("", OTHER_SITE, NUMBER, KEY, 1),
                            anOrder().naming("pi_1")))
                    .isEqualTo(NOT_OURS);
        }
    }

    @Nested
    class Untagged {

        @Test
        void itsClaimOfTheOrdersKeyProvesIt() {
            assertThat(of(BARE.claimed(KEY, "R-17", ""), anOrder())).isEqualTo(OURS);
            assertThat(of(BARE.claimed(KEY, "", SITE), anOrder())).isEqualTo(OURS);
        }

        @Test
        void aNameOnTheOrderProvesIt() {
            assertThat(of(BARE.transaction("ch_1"), anOrder().naming("ch_1"))).isEqualTo(OURS);
        }

        @Test
        void aNameInTheLedgerProvesIt() {
            assertThat(of(BARE, anOrder(), new Ledger.Owner(NUMBER, KEY))).isEqualTo(OURS);
        }

        @Test
        void itsNumberAloneProvesNothing() {
            assertThat(of(BARE.claimed("", Long.toString(NUMBER), SITE), anOrder()))
                    .isEqualTo(NOT_OURS);
            assertThat(of(BARE.claimed(OTHER_KEY, Long.toString(NUMBER), SITE), anOrder()))
                    .isEqualTo(NOT_OURS);
            assertThat(of(BARE, anOrder())).isEqualTo(NOT_OURS);
        }

        @Test
        void S32_anotherShopsClaimHasNoOrderWhateverIsRecorded() {
            assertThat(of(BARE.claimed(KEY, "", OTHER_SITE), anOrder().naming("pi_1")))
                    .isEqualTo(NOT_OURS);
        }

        @Test
        void aPaymentInAnotherOrdersLedgerIsThatOrdersHoweverItRefreshes() {
            Ledger.Owner other = new Ledger.Owner(NUMBER + 1, OTHER_KEY);

            assertThat(of(BARE.claimed(), anOrder(), other)).isEqualTo(ANOTHER_ORDERS);
            assertThat(of(BARE, anOrder().naming("pi_1"), other)).isEqualTo(ANOTHER_ORDERS);
            assertThat(of(BARE, anOrder(), other)).isEqualTo(NOT_OURS);
        }

        @Test
        void S31_aPaymentOfTheOrderBeforeTheRestoreIsAnotherOrders() {
            assertThat(of(BARE.claimed(), anOrder(), new Ledger.Owner(NUMBER, OTHER_KEY)))
                    .isEqualTo(ANOTHER_ORDERS);
        }

        /** A copied order carries the original's payment id; its money used to pay the copy. */
        @Test
        void aNameOnACopiedOrderDoesNotOutweighTheKeyInThePayment() {
            PaymentBuilder originals = BARE.claimed(OTHER_KEY, "", SITE);

            assertThat(of(originals, anOrder().naming("pi_1"))).isEqualTo(ANOTHER_ORDERS);
            assertThat(of(originals, anOrder().naming("pi_1"), new Ledger.Owner(NUMBER, KEY)))
                    .isEqualTo(OURS);
        }
    }

    /** A claim without a key used to prove that it was for an order without one. */
    @Test
    void noKeyIsNoProofOfAnOrderWithoutAKey() {
        OrderBuilder keyless = anOrder().key("");

        assertThat(of(BARE.claimed("", "", SITE), keyless)).isEqualTo(NOT_OURS);
        assertThat(of(BARE.tagged("", SITE, NUMBER, "", 1), keyless)).isEqualTo(ANOTHER_ORDERS);
        assertThat(of(BARE.claimed("", "", SITE), keyless.naming("pi_1"))).isEqualTo(OURS);
    }

    @Nested
    class AnotherOrders {

        private final PaymentBuilder foreign = stripe("pi_1").tagged("", SITE, NUMBER, OTHER_KEY, 1);

        @Test
        void capturedMoneyIsReviewedAndPaysNoOrder() {
            Given given = given(anOrder());

            assertThat(reason(given.sees(foreign.captured()))).isEqualTo(Reason.ORDER_KEY_DIFFERS);
            assertThat(given.review().orElseThrow().lines().getFirst()).contains("holds 49.90 EUR");
            assertThat(given.lines()).containsExactly("review:1");
        }

        @Test
        void theRestOfItIsShown() {
            Given given = given(anOrder());

            given.sees(foreign.captured().refund("re_1", State.DONE, 1000));

            assertThat(given.review().orElseThrow().lines().getFirst()).contains("holds 39.90 EUR");
        }

        @Test
        void authorizedMoneyIsAskedAboutToo() {
            assertThat(reason(given(anOrder()).sees(foreign.stage(Stage.AUTHORIZED))))
                    .isEqualTo(Reason.ORDER_KEY_DIFFERS);
        }

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "APPROVED", "PENDING", "CLOSED"})
        void aPaymentThatHoldsNoMoneyIsLeftAlone(Stage stage) {
            Given given = given(anOrder());

            assertThat(given.sees(foreign.stage(stage)).next()).isEqualTo(new Next.Rest());
            assertThat(given.lines()).isEmpty();
        }
    }

    @Nested
    class AMissingOrder {

        private final Given given = given(anOrder()).isDeleted();

        @Test
        void asksAboutMoneyThatWasMadeForIt() {
            assertThat(reason(given.sees(BARE.tagged()))).isEqualTo(Reason.ORDER_MISSING);
            assertThat(given.review().orElseThrow().lines().getFirst())
                    .isEqualTo("pi_1 holds 49.90 EUR for order 1001, which is gone");
        }

        @Test
        void asksAboutMoneyThatWasMatchedToIt() {
            assertThat(reason(given.sees(BARE.claimed()))).isEqualTo(Reason.ORDER_MISSING);
        }

        @Test
        void isNotAskedAboutAnotherShopsOrNumbersMoney() {
            assertThat(given.sees(BARE.claimed(KEY, "", OTHER_SITE)).next()).isEqualTo(new Next.Rest());
            assertThat(given.sees(BARE.tagged("", SITE, NUMBER + 1, KEY, 1)).next())
                    .isEqualTo(new Next.Rest());
        }

        @Test
        void isNotAskedAboutWhatHoldsNoMoney() {
            assertThat(given.sees(stripe("pi_1").tagged()).next()).isEqualTo(new Next.Rest());
            assertThat(given.sees(BARE.refund("re_1", State.DONE, 4990).tagged())
                            .next())
                    .isEqualTo(new Next.Rest());
        }

        @Test
        void refreshesForWhatTheGatewayDoesNotKnow() {
            assertThat(given.doesNotFind("pi_9").next())
                    .isEqualTo(Given.refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_9"));
        }
    }

    private static Ownership of(PaymentBuilder payment, OrderBuilder order, Ledger.Owner... owner) {
        Map<String, Ledger.Owner> owners = owner.length == 0 ? Map.of() : Map.of("pi_1", owner[0]);
        return Ownership.of(
                payment.made(),
                order.made(),
                new Ledger(List.of(), 0, owners, List.of(), 0, Map.of()),
                ExternalIds.of(SITE));
    }
}
