package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tests that no action of an operator in the Temporal UI has a wrong or a second effect. */
class OperatorsIT {

    @Test
    void aResetOfAPaidOrdersRunResendsNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        OrderUnderTest.Books paid = underTest.rests().isPaidOnceBy(intent).books();

        shop.runs().reset(underTest.workflow());

        assertThat(underTest.rests().books()).isEqualTo(paid);
    }

    @Test
    void aTerminatedRunIsTakenUpByTheNextCallback(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payTooMuch();

        shop.runs().terminate(underTest.workflow());
        underTest.deliver(shop.all().stripe().twin(underTest.event(intent, OrderUnderTest.SUCCEEDED)));

        underTest.asks("AMOUNT_DIFFERS").isUntouched();
        assertThat(underTest.ledger())
                .filteredOn(line -> line.startsWith("review:"))
                .containsExactly("review:1");
    }

    @Test
    void aCancelChangesNothing(Shop shop) {
        OrderUnderTest underTest = shop.underTest();
        underTest.payTooMuch();

        shop.runs().cancel(underTest.workflow());
        underTest.refresh();

        underTest.asks("AMOUNT_DIFFERS").isUntouched();
        assertThat(shop.runs().latest(underTest.workflow()).orElseThrow().open())
                .isTrue();
    }
}
