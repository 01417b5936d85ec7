package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A deployment's SIGTERM while the worker is in the middle of something. */
class GracefulStopIT {

    /** Within the gateway's time-out, so that the lookup itself succeeds; longer than a silent worker is waited for. */
    private static final Duration SLOW = Duration.ofSeconds(7);

    /** The time that container platforms grant before they kill. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final int SIGTERM = 128 + 15;

    @Test
    void theRefreshThatIsUnderWayIsFinishedAndNotResentAndThePaymentEndsPaidOnce(Shop shop) {
        Faults faults = shop.all().stripe().faults();
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        faults.next(2, new Fault.Late(SLOW), Route.INTENT); // One inside a workflow task, which leaves it as too slow.
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        Await.until("the gateway is asked", Shop.PATIENCE, () -> faults.requests(Route.INTENT, intent) == 2);

        int exit;
        try {
            exit = shop.all().worker().terminate(GRACE);
            underTest.isUntouched();
        } finally {
            shop.all().restartWorker();
        }

        assertThat(exit).isEqualTo(SIGTERM);
        underTest.rests().isPaidOnceBy(intent);
        assertThat(faults.requests(Route.INTENT, intent)).isEqualTo(2);
    }
}
