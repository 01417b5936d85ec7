package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import dev.payonce.servers.stripe.webhook.DeliveryPlan.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryPlanTest {

    private static final List<Event> EVENTS = IntStream.range(0, 6)
            .mapToObj(i -> new Event("evt_" + i, "charge.updated", Instant.EPOCH, "ch_1", "pi_1", "{}"))
            .toList();

    @Test
    void theSamePlanAndEventsGiveTheSameSends() {
        DeliveryPlan plan = DeliveryPlan.hostile(42).late(Duration.ofHours(3));

        assertThat(plan.sends(EVENTS)).isEqualTo(plan.sends(EVENTS));
        assertThat(plan.sends(EVENTS))
                .isNotEqualTo(DeliveryPlan.hostile(43).late(Duration.ofHours(3)).sends(EVENTS));
    }

    @Test
    void anOrderlyPlanSendsEachEventOnceInOrder() {
        assertThat(DeliveryPlan.orderly().sends(EVENTS)).extracting(Send::event).isEqualTo(EVENTS);
    }

    @Test
    void aHostilePlanSendsEachEventOneToEightTimesInAnotherOrder() {
        List<Send> sends = DeliveryPlan.hostile(1).sends(EVENTS);

        Map<Event, Long> copies = sends.stream()
                .map(Send::event)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(copies.keySet()).hasSameSizeAs(EVENTS);
        assertThat(copies.values()).allMatch(n -> n >= 1 && n <= 8);
        assertThat(sends.stream().map(Send::event).distinct().toList()).isNotEqualTo(EVENTS);
    }

    @Test
    void eachEventComesAgainAfterHours() {
        List<Send> again = DeliveryPlan.orderly().again(Duration.ofHours(5)).sends(EVENTS).stream()
                .filter(send -> !send.after().minus(Duration.ofHours(5)).isNegative())
                .toList();

        assertThat(again).extracting(Send::event).containsExactlyElementsOf(EVENTS);
    }

    @Test
    void lateSendsAreInTheOrderOfTheirTimes() {
        List<Send> sends = DeliveryPlan.hostile(9).late(Duration.ofHours(1)).sends(EVENTS);

        assertThat(sends).extracting(Send::after).isSorted().allMatch(it -> it.compareTo(Duration.ofHours(1)) <= 0);
    }

    @Test
    void aPlanThatSendsNothingIsNone() {
        assertThatThrownBy(() -> DeliveryPlan.orderly().copies(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
