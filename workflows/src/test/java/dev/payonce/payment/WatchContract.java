package dev.payonce.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Watch.Overdue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;

/** What every {@link Watch} tells after every {@link Orders} has settled. */
public abstract class WatchContract {

    private static final AtomicLong LAST = new AtomicLong(47_000);
    private static final Money TOTAL = new Money(4990, "EUR");
    private static final TemporalUnitWithinOffset ROUGHLY = new TemporalUnitWithinOffset(10, ChronoUnit.SECONDS);

    /** Each test takes an order of its own, so that tests may share a store. */
    protected final long number = LAST.incrementAndGet();

    protected final String rawKey = "wc_order_k" + number;

    protected abstract Orders orders();

    protected abstract Watch watch();

    /** The shop's address. The store has no name. */
    protected abstract String site();

    /** Puts an order into the store, or another one in its place, as WooCommerce would. */
    protected abstract void given(long number, String rawKey, Status status, Money total);

    /** Moves the order behind Payonce's back, as PHP does. */
    protected abstract void moved(long number, Status to);

    @Test
    void aPaymentThatIsCompletedAtOnceIsNeverWatched() {
        given(number, rawKey, Status.PENDING, TOTAL);

        settle(mine().captured());

        assertThat(nextLook()).isEmpty();
    }

    @Test
    void whatIsLookedAtAgainHasItsNextLookOnRecordUntilItRests() {
        given(number, rawKey, Status.PENDING, TOTAL);

        Settlement waiting = settle(mine().stage(Stage.PENDING));

        Duration after = waiting.nextLook().orElseThrow();
        assertThat(nextLook()).hasValueSatisfying(at -> assertThat(at).isCloseTo(now().plus(after), ROUGHLY));
        settle(mine().captured());
        assertThat(nextLook()).isEmpty();
    }

    @Test
    void whatIsDueIsToBeLookedAtNow() {
        given(number, rawKey, Status.PENDING, TOTAL);

        Settlement settled = charge();

        assertThat(settled.due()).hasSize(1);
        assertThat(nextLook()).hasValueSatisfying(at -> assertThat(at).isCloseTo(now(), ROUGHLY));
    }

    @Test
    void aPaymentThatAPersonIsAskedAboutIsWatchedToo() {
        given(number, rawKey, Status.PENDING, TOTAL);

        Settlement settled = settle(mine().captured(4890));

        assertThat(settled.next()).isInstanceOf(Next.Ask.class);
        assertThat(nextLook()).hasValueSatisfying(at -> assertThat(at).isAfter(now()));
    }

    @Test
    void aRefundIsWatchedFromItsDecisionUntilTheMoneyIsBack() {
        given(number, rawKey, Status.PENDING, TOTAL);
        settle(mine().captured());
        assertThat(nextLook()).isEmpty();

        Operation refund = refund().due().getFirst();
        assertThat(nextLook()).as("due").hasValueSatisfying(at -> assertThat(at).isCloseTo(now(), ROUGHLY));
        settle(new Outcome.Unknown(refund.number(), "stripe-timeout", false));
        assertThat(nextLook()).as("in doubt").isPresent();
        settle(mine().captured().back(back(refund, Payment.Return.State.PENDING)));
        assertThat(nextLook())
                .as("pending")
                .hasValueSatisfying(at -> assertThat(at).isCloseTo(now().plus(Policy.Pauses.DEFAULT.first()), ROUGHLY));

        settle(mine().captured().back(back(refund, Payment.Return.State.DONE)));
        assertThat(nextLook()).as("done").isEmpty();
    }

    @Test
    void theLongestOverdueComesFirstAndOnlyWhatIsOverdue() {
        given(number, rawKey, Status.PENDING, TOTAL);
        charge();
        Instant look = nextLook().orElseThrow();

        assertThat(watch().overdue(look, Overdue.FIRST, 1_000))
                .noneMatch(each -> each.order() == number)
                .isSortedAccordingTo(Comparator.comparing(Overdue::nextLook));
        assertThat(watch().overdue(look.plusSeconds(1), new Overdue(number, look), 1_000))
                .as("what is behind it")
                .noneMatch(each -> each.order() == number);
        assertThat(watch().overdue(look.plusSeconds(1), new Overdue(number - 1, look), 1))
                .containsExactly(new Overdue(number, look));
    }

    @Test
    void S40_aPaidOrderThatWaitsForAPaymentAgainIsFound() {
        given(number, rawKey, Status.PENDING, TOTAL);
        settle(mine().captured());
        assertThat(undone()).isFalse();

        moved(number, Status.PENDING);
        assertThat(undone()).isTrue();

        settle(mine().captured());
        assertThat(undone()).as("settled again").isFalse();
        moved(number, Status.FAILED);
        assertThat(undone()).as("and undone again").isTrue();
        assertThat(watch().undone(number, 1_000)).as("behind it").doesNotContain(id());
        assertThat(watch().undone(number - 1, 1)).containsExactly(id());
    }

    @Test
    void whatWasMovedForAReasonAfterItWasPaidIsNotUndone() {
        given(number, rawKey, Status.PENDING, TOTAL);
        settle(mine().captured());
        settle(mine().captured().dispute("dp_" + number, Payment.Return.State.LOST, 4990));

        moved(number, Status.FAILED);

        assertThat(undone()).isFalse();
    }

    @Test
    void S31_anotherOrderUnderThePaidOnesNumberIsNotUndone() {
        given(number, rawKey, Status.PENDING, TOTAL);
        settle(mine().captured());

        given(number, rawKey + "restored", Status.PENDING, TOTAL);

        assertThat(undone()).isFalse();
    }

    private OrderId id() {
        return new OrderId("", number);
    }

    /** Of the activity's clock, which is this machine's outside of one. */
    protected static Instant now() {
        return Clock.systemUTC().instant();
    }

    private Optional<Instant> nextLook() {
        return watch().overdue(now().plus(Duration.ofDays(365)), Overdue.FIRST, 1_000).stream()
                .filter(each -> each.order() == number)
                .map(Overdue::nextLook)
                .findFirst();
    }

    private boolean undone() {
        return watch().undone(0, 1_000).contains(id());
    }

    /** This order's, made by Payonce. */
    private APayment mine() {
        return APayment.of("pi_Watch" + number, TOTAL)
                .tagged("", Fingerprint.ofSite(site()), number, Fingerprint.ofOrderKey(rawKey), 1)
                .seenAt(now())
                .stage(Stage.OPEN, WaitsFor.SHOPPER);
    }

    private Settlement settle(APayment seen) {
        Payment payment = seen.made();
        Observation observation = Observation.of(Draft.lookup(payment), List.of(payment), Names.NONE);
        return orders().settle(Orders.Settle.of(id(), observation, now(), "callback evt_Watch"));
    }

    private Settlement charge() {
        Request pay = new Request.Pay("watch-" + number, "stripe", "pm_1", false, "", false);
        return orders().settle(new Orders.Settle(id(), Observation.NOTHING, now(), List.of(pay), List.of(), "request"));
    }

    private Settlement refund() {
        Payment paid = mine().captured().made();
        Request refund = new Request.Refund("back-" + number, Optional.of(1000L), 0, Operation.Refund.Why.NONE);
        Observation seen = Observation.of(Draft.lookup(paid), List.of(paid), Names.NONE);
        return orders().settle(new Orders.Settle(id(), seen, now(), List.of(refund), List.of(), "request"));
    }

    private void settle(Outcome outcome) {
        orders().settle(Orders.Settle.of(id(), Observation.of(outcome), now(), "look"));
    }

    private Payment.Return back(Operation refund, Payment.Return.State state) {
        return new Payment.Return(
                "re_Watch" + number,
                Payment.Return.Kind.REFUND,
                state,
                new Money(1000, "EUR"),
                Optional.of(refund.number()),
                Optional.empty());
    }
}
