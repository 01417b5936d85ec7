package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scenario in which MySQL commits and its answer is lost: the next try finds the work done. */
class S07_LostAnswers {

    private final Shop shop;

    S07_LostAnswers(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().wires().mysql().pass();
    }

    @Test
    void theResultToACommitIsLost() {
        paysOnceWithout("\u0003COMMIT");
    }

    @Test
    void theResultToReleaseLockIsLost() {
        paysOnceWithout("RELEASE_LOCK");
    }

    private void paysOnceWithout(String resultTo) {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        FaultProxy mysql = shop.all().wires().mysql();
        int before = mysql.eaten();
        mysql.eatReply(resultTo);

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
        assertThat(mysql.eaten()).isGreaterThan(before);
    }
}
