package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.health.AgedGauges;
import dev.payonce.ledger.HeldOverdueOrdersContract;
import dev.payonce.ledger.OverdueOrders;
import dev.payonce.money.Money;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.Orders.Match;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The contract, kept on a real MySQL; and the money that names this shop and that no rule assigns to an order (case F15).
 */
class MySqlOverdueOrdersTest extends HeldOverdueOrdersContract {

    private static final String HERE = Fingerprint.ofSite(StoreFixture.SITE);

    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open("watched");

    @Override
    protected Orders orders() {
        return fixture.orders;
    }

    @Override
    protected OverdueOrders watch() {
        return new MySqlOverdueOrders(fixture.database, fixture.settings, Clock.systemUTC());
    }

    @Override
    protected String site() {
        return StoreFixture.SITE;
    }

    @Override
    protected void given(long number, String rawKey, Status status, Money total) {
        fixture.put(number, rawKey, status, total);
    }

    @Override
    protected void moved(long number, Status to) {
        fixture.store.setStatus(number, StoreFixture.stored(to));
    }

    @Test
    void F15_capturedMoneyThatNamesThisShopIsCounted() {
        int before = unassigned();

        matches(PaymentBuilder.stripe("pi_Site").captured().claimed("", "9999", HERE));
        matches(PaymentBuilder.stripe("pi_Site").captured().claimed("", "9999", HERE));

        assertThat(unassigned()).isEqualTo(before + 1);
    }

    @Test
    void F15_anIdOnTwoOrdersIsCounted() {
        for (long number : List.of(801L, 802L)) {
            fixture.pending(number);
            fixture.store.addMeta(number, "_stripe_intent_id", "pi_Twice");
        }
        int before = unassigned();

        matches(PaymentBuilder.stripe("pi_Twice").captured());

        assertThat(unassigned()).isEqualTo(before + 1);
    }

    @Test
    void F15_aDisputeThatNamesThisShopIsCounted() {
        int before = unassigned();

        matches(PaymentBuilder.stripe("py_Disputed")
                .captured()
                .dispute("dp_1", Reversal.State.LOST, 4990)
                .claimed("", "", HERE));

        assertThat(unassigned()).isEqualTo(before + 1);
    }

    @Test
    void F15_moneyOfAnotherShopAndPaymentsWithoutMoneyAreNotCounted() {
        int before = unassigned();

        matches(PaymentBuilder.stripe("pi_Elsewhere")
                .captured()
                .claimed("", "1", Fingerprint.ofSite("https://b.example")));
        matches(PaymentBuilder.stripe("pi_Nameless").captured());
        matches(PaymentBuilder.stripe("pi_Open").stage(Stage.PENDING).claimed("", "1", HERE));

        assertThat(unassigned()).isEqualTo(before);
    }

    @Test
    void F15_moneyWhoseOrderIsFoundLaterIsNoLongerCounted() {
        long number = 811;
        fixture.pending(number);
        int before = unassigned();
        matches(PaymentBuilder.stripe("pi_" + number).captured().claimed("", "none", HERE));
        assertThat(unassigned()).isEqualTo(before + 1);

        fixture.reconcile(fixture.id(number));

        assertThat(unassigned()).isEqualTo(before);
    }

    /** The operator's record closes the payment as it was seen; another amount lists it again. */
    @Test
    void F15_moneyThatIsHandledOutsideIsListedAgainOnlyWhenItsFactsChange() {
        PaymentBuilder money = PaymentBuilder.stripe("pi_Handled").captured().claimed("", "9999", HERE);
        matches(money);
        int before = unassigned();

        assertThat(handle("ann", "10.00 EUR")).isEqualTo(new HandledPayment.Result.Changed());
        assertThat(handle("ann", "49.90 EUR")).isEqualTo(new HandledPayment.Result.Recorded());
        assertThat(handle("ann", "49.90 EUR")).isEqualTo(new HandledPayment.Result.Recorded());
        assertThat(handle("bob", "49.90 EUR"))
                .isInstanceOfSatisfying(
                        HandledPayment.Result.AlreadyHandled.class,
                        first -> assertThat(first.who()).isEqualTo("ann"));
        matches(money);
        assertThat(unassigned()).isEqualTo(before - 1);

        matches(money.refund("re_1", Reversal.State.DONE, 1000));
        assertThat(unassigned()).isEqualTo(before);
    }

    private static HandledPayment.Result handle(String who, String amount) {
        return new UnassignedTable(new TableNames(fixture.settings))
                .handle(
                        fixture.database.sql(),
                        fixture.settings.store(),
                        new HandledPayment("stripe", "pi_Handled", amount, false, who, "refunded in the dashboard"),
                        Instant.now());
    }

    private static void matches(PaymentBuilder payment) {
        Payment made = payment.made();
        assertThat(fixture.orders.match(List.of(made))).isNotInstanceOf(Match.Found.class);
    }

    private static int unassigned() {
        return new UnassignedTable(new TableNames(fixture.settings))
                        .byGateway(
                                fixture.database.sql(),
                                fixture.settings.store(),
                                Instant.now().plus(Duration.ofMinutes(1)))
                        .stream()
                        .mapToInt(AgedGauges.Kind::count)
                        .sum();
    }
}
