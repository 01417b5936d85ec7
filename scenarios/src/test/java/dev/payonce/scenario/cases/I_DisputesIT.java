package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.Merchant;
import dev.payonce.servers.stripe.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases 25 to 27 on real servers: each dispute reaches a person, an inquiry is none, and refunds that fail. */
class I_DisputesIT {

    private static final String OPENED = "charge.dispute.created";
    private static final String CLOSED = "charge.dispute.closed";

    private final Shop shop;
    private final Merchant merchant;
    private final StoreClient clerk;
    private final OrderUnderTest underTest;

    I_DisputesIT(Shop shop) {
        this.shop = shop;
        this.merchant = shop.all().stripe().merchant();
        this.clerk = StoreClient.ofPaidOrder(shop);
        this.underTest = clerk.underTest();
    }

    private void hasANote(String text) {
        assertThat(underTest.books().notes()).anyMatch(note -> note.text().contains(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wc-in-production", "wc-on-hold"})
    void I25_aDisputeOfAnOrderThatNoRuleMovesIsNotedAndAsks(String status) {
        shop.all().store().setStatus(underTest.id(), status);
        String dispute = merchant.openDispute(clerk.payment());

        underTest.deliver(clerk.payment(), OPENED);

        underTest.asks("DISPUTED");
        hasANote(dispute);
        assertThat(underTest.row().status()).isEqualTo(status);
        assertThat(StoreClient.code(clerk.giveAllBack("disputed", 1))).isEqualTo("disputed");
        assertThat(clerk.sent()).isEmpty();
    }

    /** A customer paid in an old tab, too, and disputes that payment before it is refunded. */
    @Test
    void I25_aDisputeOfAPaymentThatDidNotPayTheOrderIsNotedAndAsksAndNothingIsRefunded() {
        String second = underTest.pay();
        String dispute = merchant.openDispute(second);

        underTest.deliver(second, OPENED);

        underTest.asks("DUPLICATE_PAYMENT");
        hasANote(dispute);
        assertThat(underTest.row().status()).isEqualTo("wc-processing");
        assertThat(underTest.sent(Route.CREATE_REFUND)).isEmpty();
    }

    @Test
    void I25_anInquiryIsANoteAndMoneyThatIsRefundedMeanwhileAndDisputedThenAsks() {
        String inquiry = merchant.openInquiry(clerk.payment());
        underTest.deliver(clerk.payment(), OPENED);
        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
        hasANote(inquiry);
        assertThat(StoreClient.status(clerk.giveBack("part", clerk.third(), 1))).isEqualTo("refunded");

        merchant.escalate(clerk.payment());
        underTest.deliver(clerk.payment(), "charge.dispute.updated");

        underTest.asks("DISPUTED");
        assertThat(underTest.row().status()).isEqualTo("wc-on-hold");
        assertThat(underTest.ledger()).contains("inquiry:" + inquiry + "#1=open", "dispute:" + inquiry + "#2=open");
    }

    @Test
    void I25_aPreventedDisputeIsANoteAndTheOrderStays() {
        String dispute = merchant.preventDispute(clerk.payment());

        underTest.deliver(clerk.payment(), OPENED);

        assertThat(underTest.rests().row().status()).isEqualTo("wc-processing");
        hasANote(dispute);
        assertThat(StoreClient.status(clerk.giveAllBack("all", 1))).isEqualTo("refunded");
    }

    /** Ten euro of the order are lost; the rest is still the merchant's. */
    @Test
    void I26_aPartialDisputeThatIsLostIsNotedAndAsksAndDoesNotFailTheOrder() {
        String dispute = merchant.openDispute(clerk.payment(), clerk.third());
        underTest.deliver(clerk.payment(), OPENED);
        assertThat(underTest.rests().row().status()).isEqualTo("wc-on-hold");

        merchant.closeDispute(clerk.payment(), false);
        underTest.deliver(clerk.payment(), CLOSED);

        underTest.asks("DISPUTED");
        hasANote(dispute);
        assertThat(underTest.row().status()).isEqualTo("wc-on-hold");
        assertThat(clerk.left()).isEqualTo(underTest.asked() - clerk.third());
    }

    @Test
    void I26_aDisputeOfEverythingThatIsLostFailsTheOrder() {
        merchant.openDispute(clerk.payment());
        merchant.closeDispute(clerk.payment(), false);

        underTest.deliver(clerk.payment(), CLOSED);

        assertThat(underTest.rests().row().status()).isEqualTo("wc-failed");
        assertThat(clerk.left()).isZero();
    }

    /** A part of a full refund fails, the merchant reopens the order, and the part is made again. */
    @Test
    void I27_anOrderThatIsRefundedAgainAfterAFailureIsRefunded() {
        long rest = underTest.asked() - clerk.third();
        assertThat(StoreClient.status(clerk.giveBack("one", clerk.third(), 1))).isEqualTo("refunded");
        assertThat(StoreClient.status(clerk.giveBack("two", rest, 2))).isEqualTo("refunded");
        assertThat(underTest.rests().row().status()).isEqualTo("wc-refunded");
        merchant.failRefund(clerk.payment());
        underTest.deliver(clerk.payment(), "refund.failed");
        Await.until(
                "the failure is recorded",
                Shop.PATIENCE,
                () -> underTest.ledger().stream()
                        .anyMatch(line -> line.startsWith("refund:") && line.endsWith("=failed")));
        shop.all().store().setStatus(underTest.id(), "wc-processing");

        String again = merchant.refund(clerk.payment(), clerk.left());
        underTest.deliver(clerk.payment(), "refund.created");

        underTest.awaitLine("refund:" + again + "#1=done");
        Await.until(
                "%s".formatted(underTest.facts("%")),
                Shop.PATIENCE,
                () -> underTest.row().status().equals("wc-refunded"));
        assertThat(clerk.left()).isZero();
    }
}
