package dev.payonce.ledger;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Standing.Kind;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of how an order stands: each status, with each thing that may have paid it. */
class StandingTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    /** The columns: nothing; a payment that is held; one that holds less; one given back; a paid date only. */
    private static final String TABLE = """
            PENDING     OWED         PAID     SHORT    OWED     DATED
            FAILED      OWED         PAID     SHORT    OWED     DATED
            ON_HOLD     OWED         PAID     SHORT    OWED     DATED
            PROCESSING  MARKED_PAID  PAID     SHORT    PAID     MARKED_PAID
            COMPLETED   MARKED_PAID  PAID     SHORT    PAID     MARKED_PAID
            CANCELLED   CLOSED       CLOSED   CLOSED   CLOSED   CLOSED
            REFUNDED    CLOSED       CLOSED   CLOSED   CLOSED   CLOSED
            TRASH       CLOSED       CLOSED   CLOSED   CLOSED   CLOSED
            OTHER       FOREIGN      FOREIGN  FOREIGN  FOREIGN  FOREIGN""";

    static Stream<Arguments> cells() {
        return TABLE.lines()
                .map(line -> line.split(" +", -1))
                .flatMap(row -> Stream.of(0, 1, 2, 3, 4)
                        .map(column -> Arguments.of(Status.valueOf(row[0]), column, Kind.valueOf(row[column + 1]))));
    }

    @ParameterizedTest(name = "{0}, column {1}: {2}")
    @MethodSource("cells")
    void eachCellIsAsTheTableSays(Status status, int column, Kind kind) {
        Order order = column == 4 ? dated() : anOrder().made();
        Ledger ledger = switch (column) {
            case 1 -> paid(stripe("pi_1").captured().tagged(), 4990);
            case 2 -> paid(stripe("pi_1").captured(4000).tagged(), 4000);
            case 3 ->
                paid(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).tagged(), 4990);
            default -> Ledger.EMPTY;
        };

        assertThat(Standing.of(order, status, ledger).kind()).isEqualTo(kind);
    }

    @Test
    void theTableHasEveryStatus() {
        assertThat(TABLE.lines().map(line -> line.split(" +", -1)[0]))
                .containsExactlyElementsOf(
                        Arrays.stream(Status.values()).map(Enum::name).toList());
    }

    @Test
    void onlyWhatIsHeldAnswersPaid() {
        assertThat(Stream.of(Kind.values())
                        .filter(kind -> new Standing(kind, ExternalIds.of("pi_1"), true, true, 0, false).settled()))
                .containsExactly(Kind.MARKED_PAID);
        assertThat(Stream.of(Kind.values())
                        .filter(kind -> new Standing(kind, ExternalIds.of("pi_1"), true, false, 4990, true).settled()))
                .containsExactly(Kind.PAID, Kind.MARKED_PAID, Kind.CLOSED, Kind.FOREIGN);
    }

    /** Another program's payment may be a cent short, as shops round; one of ours may not. */
    @ParameterizedTest
    @CsvSource({
        "4990, EUR, false, PAID",
        "4989, EUR, false, PAID",
        "4988, EUR, false, SHORT",
        "4990, EUR, true, PAID",
        "4989, EUR, true, SHORT",
        "4990, USD, false, SHORT"
    })
    void anIdOnTheOrderPaysItWithWhatItsPaymentHolds(long minor, String currency, boolean ours, Kind kind) {
        PaymentBuilder payment =
                PaymentBuilder.of("pi_1", new Money(4990, currency)).captured(minor);
        Ledger ledger = Ledger.EMPTY.with(Fact.PaymentObserved.of((ours ? payment.tagged() : payment).made()), NOW, "");

        assertThat(Standing.of(anOrder().paidBy("pi_1").made(), Status.PENDING, ledger)
                        .kind())
                .isEqualTo(kind);
        assertThat(Standing.of(anOrder().paidBy("pi_1").made(), Status.PROCESSING, ledger)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void anIdOnTheOrderProvesNothingWhereAnotherOrderHasIt() {
        Order order = anOrder().paidBy("pi_1").made();
        Ledger here = owning(new Ledger.Owner(order.id().number(), order.key()));

        assertThat(Standing.of(order, Status.PENDING, here).kind()).isEqualTo(Kind.PAID);
        assertThat(Standing.of(order, Status.PENDING, owning(new Ledger.Owner(7, order.key())))
                        .kind())
                .isEqualTo(Kind.DATED);
        assertThat(Standing.of(
                                order,
                                Status.PENDING,
                                owning(new Ledger.Owner(order.id().number(), "k")))
                        .kind())
                .isEqualTo(Kind.DATED);
    }

    private static Ledger owning(Ledger.Owner owner) {
        return new Ledger(List.of(), 0, Map.of("pi_1", owner), List.of(), 0, Map.of());
    }

    /** An accepted payment is enough for its 49.90, and not for more; money that left is not. */
    @ParameterizedTest
    @CsvSource({"49.90, 0, PAID", "49.91, 0, SHORT", "49.90, 1, SHORT", "39.00, 1, PAID"})
    void anAcceptedPaymentIsEnoughForThatTotalWhileItIsHeld(String total, long back, Kind kind) {
        PaymentBuilder payment = stripe("pi_1").captured(4000).tagged();

        Ledger ledger = paid(back == 0 ? payment : payment.refund("re_1", State.DONE, back), 4990);

        assertThat(Standing.of(anOrder().total(total, "EUR").made(), Status.PENDING, ledger)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void aPaymentThatShowsNoCaptureAnyMoreWasNotGivenBack() {
        Ledger ledger = paid(stripe("pi_1").captured().tagged(), 4990)
                .with(Fact.PaymentObserved.of(stripe("pi_1").tagged().made()), NOW, "");

        Standing standing = Standing.of(anOrder().made(), Status.PENDING, ledger);

        assertThat(standing.returned()).isFalse();
        assertThat(standing.kind()).isEqualTo(Kind.SHORT);
    }

    private static Order dated() {
        return anOrder().made().with(Status.PENDING, Optional.of(new Order.Paid(ExternalIds.NONE, "cod", NOW)));
    }

    private static Ledger paid(PaymentBuilder builder, long enough) {
        Payment payment = builder.made();
        Ledger ledger = Ledger.EMPTY
                .with(Fact.PaymentObserved.of(payment), NOW, "")
                .with(
                        new Fact.Paid(
                                Status.PENDING,
                                payment.gateway(),
                                payment.id(),
                                payment.transaction(),
                                payment.externalIds(),
                                payment.captured(),
                                Optional.of(new Money(enough, "EUR")),
                                false),
                        NOW,
                        "");
        for (var reversal : payment.reversals()) {
            ledger = ledger.with(new Fact.ReversalObserved(payment.gateway(), payment.id(), reversal), NOW, "");
        }
        return ledger;
    }
}
