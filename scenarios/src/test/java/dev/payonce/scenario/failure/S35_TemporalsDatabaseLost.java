package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The scenario of a lost Temporal database while two hundred payments are under way. Acknowledged callbacks that were
 * not yet applied are lost with it, and no other comes. Only the sweep, which the worker starts again, repairs the
 * orders, from the ledger and the gateway's event list.
 */
@Timeout(420)
class S35_TemporalsDatabaseLost {

    /** Where the sweep goes round every 3 s instead of every 5 minutes, this is less than two real hours. */
    private static final Duration BOUND = Duration.ofMinutes(2);

    private static final Path LOGS = Shop.LOGS.resolve("emptied");

    /** The state that a payment is in when Temporal is lost. */
    private enum State {
        PAID_AND_UNREPORTED,
        PAID_AND_ACKNOWLEDGED,
        WAITS_FOR_THE_SHOPPER,
        AT_THE_BANK,
        AUTHORIZED,
        PAID,
        BEING_CHARGED,
        ASKED_ABOUT,
        UNTOUCHED
    }

    private record Case(State state, StoreClient checkout) {
        long order() {
            return checkout.underTest().id();
        }
    }

    @Test
    void twoHundredPaymentsAreHealedByTheSweepAloneAndNothingIsChargedTwice() throws Exception {
        try (Shop shop = Shop.sweeping(LOGS, 3)) {
            List<Case> cases = IntStream.range(0, 200)
                    .mapToObj(each -> new Case(State.values()[each % State.values().length], new StoreClient(shop)))
                    .toList();
            try (ExecutorService shoppers = Executors.newFixedThreadPool(8)) {
                await(shoppers, cases, S35_TemporalsDatabaseLost::begin);
                cases.stream()
                        .filter(each -> each.state() == State.BEING_CHARGED)
                        .forEach(each -> shoppers.execute(() -> pay(each, TestCard.VISA)));
                shop.all().worker().pause();
                cases.stream()
                        .filter(each -> each.state() == State.PAID_AND_ACKNOWLEDGED)
                        .map(each -> each.checkout().underTest())
                        .forEach(underTest -> underTest.deliver(underTest.pay(), OrderUnderTest.SUCCEEDED));
                shop.all().temporal().restartEmpty();
                shop.all().worker().resume();
            }

            cases.forEach(each -> goOn(shop, each));

            assertThat(Await.holdsWithin(BOUND, () -> wrong(shop, cases).isEmpty()))
                    .as(() -> "not what their payments are: " + wrong(shop, cases))
                    .isTrue();
            Await.until("nothing is overdue", BOUND, () -> overdue(shop) == 0);
            nothingIsChargedTwice(shop);
            shop.logsHoldNothingNew();
        }
    }

    private static void begin(Case it) {
        switch (it.state()) {
            case PAID_AND_UNREPORTED -> it.checkout().underTest().pay();
            case WAITS_FOR_THE_SHOPPER -> pay(it, TestCard.THREE_D_SECURE);
            case AT_THE_BANK -> pay(it, TestCard.SEPA_DEBIT);
            case AUTHORIZED -> it.checkout().authorize("k");
            case PAID -> pay(it, TestCard.VISA);
            case ASKED_ABOUT -> {
                OrderUnderTest underTest = it.checkout().underTest();
                underTest.shopper().pay(underTest.asked() + 100, "EUR", underTest.tag());
            }
            case PAID_AND_ACKNOWLEDGED, BEING_CHARGED, UNTOUCHED -> {}
        }
    }

    /** Pays; the answer may be lost with Temporal, for only the order's final state counts. */
    private static void pay(Case it, TestCard card) {
        it.checkout().pay("k", card);
    }

    /** Does what shoppers and banks do while Payonce is away. */
    private static void goOn(Shop shop, Case it) {
        intents(shop, it).forEach(intent -> {
            switch (it.state()) {
                case WAITS_FOR_THE_SHOPPER ->
                    it.checkout().underTest().shopper().authenticates(intent);
                case AT_THE_BANK -> it.checkout().underTest().shopper().clear(intent, true);
                case PAID_AND_UNREPORTED,
                        PAID_AND_ACKNOWLEDGED,
                        AUTHORIZED,
                        PAID,
                        BEING_CHARGED,
                        ASKED_ABOUT,
                        UNTOUCHED -> {}
            }
        });
    }

    private static List<String> intents(Shop shop, Case it) {
        return shop.all().stripe().shopper().payments("payonce_order", Long.toString(it.order()));
    }

    private static List<String> wrong(Shop shop, List<Case> cases) {
        List<String> wrong = new ArrayList<>();
        for (Case each : cases) {
            boolean captured =
                    !shop.all().stripe().journal().netOf(each.order()).isEmpty();
            String is = each.checkout().underTest().row().status();
            String wanted = switch (each.state()) {
                case PAID_AND_UNREPORTED, PAID_AND_ACKNOWLEDGED, WAITS_FOR_THE_SHOPPER, AT_THE_BANK, PAID ->
                    "wc-processing";
                case AUTHORIZED -> "wc-on-hold";
                case BEING_CHARGED -> captured ? "wc-processing" : "wc-pending";
                case ASKED_ABOUT -> "wc-pending";
                case UNTOUCHED -> "wc-pending";
            };
            boolean asked = each.state() != State.ASKED_ABOUT
                    || each.checkout().underTest().ledger().contains("review:1");
            if (!is.equals(wanted) || !asked) {
                wrong.add(each.order() + " " + each.state() + " " + is);
            }
        }
        return wrong;
    }

    /** Counts the orders whose refresh is overdue. */
    private static long overdue(Shop shop) {
        return shop.all()
                .store()
                .sql()
                .sql(
                        "SELECT COUNT(*) FROM payonce.payonce_refresh WHERE next_refresh < UTC_TIMESTAMP() - INTERVAL 10 SECOND")
                .query(Long.class)
                .single();
    }

    private static void nothingIsChargedTwice(Shop shop) {
        Map<String, Long> captures = shop.all().stripe().journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .collect(Collectors.groupingBy(entry -> entry.order().orElseThrow(), Collectors.counting()));
        assertThat(captures)
                .hasSizeGreaterThan(100)
                .allSatisfy((order, times) -> assertThat(times).as(order).isEqualTo(1));
    }

    private static void await(ExecutorService threads, List<Case> cases, Consumer<Case> step) throws Exception {
        var all = threads.invokeAll(cases.stream()
                .map(each -> Executors.callable(() -> step.accept(each)))
                .toList());
        for (var one : all) {
            one.get();
        }
    }
}
