package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.server.Await;
import dev.payonce.sandbox.stripe.Call;
import dev.payonce.sandbox.stripe.Event;
import dev.payonce.sandbox.stripe.Fault;
import dev.payonce.sandbox.stripe.Faults;
import dev.payonce.sandbox.stripe.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The gateway says when to come back, and is not asked before; and when many come back at once, it sees no more of them in
 * a second than it may, and whoever pays now goes first. What an hour of it does stands in
 * {@code S19_GatewayAwayForAnHourTest}.
 */
@OnRealServers
class S19_TheGatewayTurnsUsAway {

    /** Temporal by itself would try again after one second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(4);

    /** {@code PAYONCE_GATEWAY_PER_SECOND}. */
    private static final int PER_SECOND = 20;

    private static final int HERD = 100;

    private final Shop shop;

    S19_TheGatewayTurnsUsAway(Shop shop) {
        this.shop = shop;
    }

    @Test
    void neitherALookNorAChargeComesBackBeforeRetryAfter() {
        Faults faults = shop.all().stripe().faults();
        Sale sale = shop.sale();
        String intent = sale.pay();
        Checkout checkout = new Checkout(shop);
        faults.next(1, new Fault.RateLimited(RETRY_AFTER), Route.INTENT);
        faults.before(1, new Fault.RateLimited(RETRY_AFTER), Route.CREATE_INTENT);

        CompletableFuture<Door.Answer> charged = Checkout.meanwhile(() -> checkout.pay("later"));
        sale.deliver(intent, Sale.SUCCEEDED);

        sale.rests().isPaidOnceBy(intent);
        charged.join();
        checkout.becomesPaid().isPaidOnce();
        assertCameBackLater(looks(Set.of(intent)));
        assertCameBackLater(checkout.charges());
    }

    private static void assertCameBackLater(List<Call> calls) {
        assertThat(calls).hasSize(2);
        assertThat(Duration.between(calls.getFirst().at(), calls.getLast().at()))
                .isBetween(RETRY_AFTER, RETRY_AFTER.multipliedBy(3));
    }

    @Test
    void aHerdIsSpreadOverItsRateAndAShopperGoesFirst() throws InterruptedException {
        List<Sale> sales = IntStream.range(0, HERD).mapToObj(_ -> shop.sale()).toList();
        List<Event> events = sales.stream()
                .map(sale -> sale.event(sale.pay(), Sale.SUCCEEDED))
                .toList();
        Checkout shopper = new Checkout(shop);
        shop.all().worker().pause();
        try {
            sales.getFirst().deliver(events, 1, 20);
        } finally {
            shop.all().worker().resume();
        }

        Set<String> intents = events.stream().map(Event::intent).collect(Collectors.toSet());
        Await.until(
                "the herd is on its way", Shop.PATIENCE, () -> looks(intents).size() >= PER_SECOND);
        Door.Answer _ = shopper.pay("first");
        shopper.becomesPaid();

        sales.forEach(sale -> sale.rests().isPaidOnceBy(sale.holding().getFirst()));
        List<Call> looks = looks(intents);
        assertThat(looks).hasSize(HERD);
        long charged = shopper.charges().getFirst().number();
        assertThat(looks.stream().filter(look -> look.number() > charged).count())
                .as("those of the herd that the shopper has passed by")
                .isGreaterThan(PER_SECOND);
        Duration all = Duration.between(looks.getFirst().at(), looks.getLast().at());
        assertThat(all).isGreaterThan(Duration.ofMillis(1000 * HERD / PER_SECOND * 9 / 10));
    }

    private List<Call> looks(Set<String> intents) {
        return shop.all().stripe().calls().all().stream()
                .filter(call -> call.route() == Route.INTENT && intents.contains(call.id()))
                .toList();
    }
}
