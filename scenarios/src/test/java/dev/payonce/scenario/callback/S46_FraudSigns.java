package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.Merchant;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.servers.stripe.webhook.Forgery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fraud sign: Radar reviews a payment, or its issuer warns of it. The order is held, and no money is refunded. */
class S46_FraudSigns {

    private static final String OPENED = "review.opened";
    private static final String CLOSED = "review.closed";
    private static final String WARNED = "radar.early_fraud_warning.created";

    private final Shop shop;
    private final Merchant merchant;
    private final StoreClient clerk;
    private final OrderUnderTest underTest;

    S46_FraudSigns(Shop shop) {
        this.shop = shop;
        this.merchant = shop.all().stripe().merchant();
        this.clerk = new StoreClient(shop);
        this.underTest = clerk.underTest();
    }

    /** The charge's own answer shows the review, before any event of it is delivered. */
    @Test
    void aChargeInReviewIsPaidAndHeldAtOnceAndGoesOnWhenItIsApproved() {
        assertThat(StoreClient.status(clerk.pay("elevated", TestCard.ELEVATED_RISK)))
                .isEqualTo("paid");
        is("wc-on-hold");
        underTest.deliver(clerk.payment(), OrderUnderTest.SUCCEEDED);
        underTest.deliver(clerk.payment(), OPENED);
        underTest.rests();
        is("wc-on-hold");

        merchant.closeReview(clerk.payment(), "approved");
        underTest.deliver(clerk.payment(), CLOSED);

        underTest.rests();
        is("wc-processing");
        hasANote("passed its fraud review");
        nothingIsRefunded();
    }

    /** The old event of the open review comes after that of its close, as thin events. */
    @Test
    void aReviewThatClosedBeforeItWasSeenOpenHoldsNothing() {
        clerk.pay("paid");
        merchant.openReview(clerk.payment());
        merchant.closeReview(clerk.payment(), "approved");

        thin(CLOSED);
        thin(OPENED);

        underTest.rests();
        is("wc-processing");
        assertThat(underTest.ledger())
                .filteredOn(line -> line.startsWith("fraud_review:"))
                .singleElement()
                .asString()
                .endsWith("=won");
    }

    /**
     * The shop's own plugin charged it; the review is opened by hand after the order is paid. A program that had read the
     * order before sets it to processing first, and does not release it.
     */
    @Test
    void aMerchantWhoReleasesAHeldOrderIsNotOverruled() {
        String intent = underTest.payByPlugin();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.rests();
        merchant.openReview(intent);
        underTest.deliver(intent, OPENED);
        underTest.rests();
        is("wc-on-hold");

        setsProcessing();
        is("wc-on-hold");
        hasANote("once again to release it");

        setsProcessing();
        is("wc-processing");
        hasANote("taken off hold");

        merchant.closeReview(intent, "approved");
        underTest.deliver(intent, CLOSED);
        underTest.rests();
        is("wc-processing");
    }

    @Test
    void aReviewThatIsClosedByARefundLeavesTheOrderRefunded() {
        clerk.pay("paid");
        merchant.openReview(clerk.payment());
        underTest.deliver(clerk.payment(), OPENED);
        underTest.rests();
        is("wc-on-hold");

        merchant.refund(clerk.payment(), underTest.asked());
        merchant.closeReview(clerk.payment(), "refunded_as_fraud");
        underTest.deliver(clerk.payment(), CLOSED);

        underTest.rests();
        is("wc-refunded");
    }

    @Test
    void anIssuersWarningHoldsThePaidOrderAndRefundsNothing() {
        clerk.pay("paid");
        String warning = merchant.warnOfFraud(clerk.payment());

        underTest.deliver(clerk.payment(), WARNED);
        underTest.deliver(clerk.payment(), OrderUnderTest.SUCCEEDED);

        underTest.rests();
        is("wc-on-hold");
        hasANote(warning);
        nothingIsRefunded();
    }

    /** Payonce sees the payment, and its review, for the first time when all is over. */
    @Test
    void aReviewThatWasClosedBeforePayonceSawThePaymentHoldsNothing() {
        String intent = underTest.payByPlugin();
        merchant.openReview(intent);
        merchant.closeReview(intent, "approved");

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests();
        is("wc-processing");
        assertThat(underTest.ledger()).anyMatch(line -> line.startsWith("fraud_review:") && line.endsWith("=won"));
    }

    /** The approval of a review does not answer the issuer's warning, whichever comes first; a clerk does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWarningKeepsTheHoldAfterTheApprovalUntilAClerkReleasesTheOrder(boolean warnedFirst) {
        clerk.pay("paid");
        merchant.openReview(clerk.payment());
        underTest.deliver(clerk.payment(), OPENED);
        underTest.rests();
        String warning = merchant.warnOfFraud(clerk.payment());
        merchant.closeReview(clerk.payment(), "approved");
        for (String event : warnedFirst ? List.of(WARNED, CLOSED) : List.of(CLOSED, WARNED)) {
            underTest.deliver(clerk.payment(), event);
            underTest.rests();
        }
        is("wc-on-hold");
        hasANote(warning);

        setsProcessing(); // That could be a program that does not know of the hold.
        setsProcessing();
        underTest.deliver(clerk.payment(), OrderUnderTest.SUCCEEDED);

        underTest.rests();
        is("wc-processing");
        hasANote("taken off hold");
        nothingIsRefunded();
    }

    /** The shop cancels a held order, before or after its review is approved. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeldOrderThatIsCancelledGoesToReview(boolean cancelledFirst) {
        clerk.pay("paid");
        merchant.openReview(clerk.payment());
        underTest.deliver(clerk.payment(), OPENED);
        underTest.rests();
        merchant.closeReview(clerk.payment(), "approved");

        if (cancelledFirst) {
            shop.all().store().setStatus(underTest.id(), "wc-cancelled");
            underTest.deliver(clerk.payment(), CLOSED);
        } else {
            underTest.deliver(clerk.payment(), CLOSED);
            underTest.rests();
            is("wc-processing");
            shop.all().store().setStatus(underTest.id(), "wc-cancelled");
            underTest.deliver(clerk.payment(), OrderUnderTest.SUCCEEDED);
        }

        underTest.asks("PAID_BUT_CLOSED");
        is("wc-cancelled");
        nothingIsRefunded();
    }

    private void setsProcessing() {
        shop.all().store().setStatus(underTest.id(), "wc-processing");
        clerk.refresh();
        underTest.rests();
    }

    private void thin(String type) {
        Forgery thin = shop.all().stripe().webhooks().forger().thin(underTest.event(clerk.payment(), type));
        assertThat(shop.api().post("stripe", thin).status()).isEqualTo(200);
        underTest.deliver(clerk.payment(), type); // Its snapshot twin, whose search is waited for.
        underTest.rests();
    }

    private void is(String status) {
        assertThat(underTest.row().status()).isEqualTo(status);
    }

    private void hasANote(String text) {
        assertThat(underTest.books().notes()).anyMatch(note -> note.text().contains(text));
    }

    private void nothingIsRefunded() {
        assertThat(underTest.sent(Route.CREATE_REFUND)).isEmpty();
        assertThat(shop.all().stripe().journal().net(clerk.payment())).isEqualTo(underTest.asked());
    }
}
