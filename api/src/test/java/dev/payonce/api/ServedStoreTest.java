package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.health.StoreStatus.Kind;
import dev.payonce.health.StoreStatus.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The test that no failure ends the checks of the store's status: a timer that sees an exception runs no more. */
class ServedStoreTest {

    private RuntimeException planted = new IllegalStateException("planted");
    private boolean shopFails;
    private boolean temporalFails;
    private Optional<String> conflict = Optional.empty();
    private final ServedStore store = new ServedStore(
            () -> Status.SERVED,
            () -> {
                if (shopFails) {
                    throw planted;
                }
            },
            _ -> {
                if (temporalFails) {
                    throw planted;
                }
                return conflict;
            });

    @Test
    void aFailureOfAnyTypeLeavesTheLastReadingAndTheNextCheckCounts() {
        conflict = Optional.of("Two modes");
        store.check();
        assertThat(store.status().kind()).isEqualTo(Kind.OTHER_MODE);

        conflict = Optional.empty();
        shopFails = true;
        store.check();
        shopFails = false;
        temporalFails = true;
        planted = new UnsupportedOperationException("planted");
        store.check();
        assertThat(store.status().kind()).isEqualTo(Kind.OTHER_MODE);

        temporalFails = false;
        store.check();
        assertThat(store.status()).isEqualTo(Status.SERVED);
    }
}
