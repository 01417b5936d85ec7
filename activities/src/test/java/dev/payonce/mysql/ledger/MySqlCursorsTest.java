package dev.payonce.mysql.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.woocommerce.StoreFixture;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MySqlCursorsTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123Z");

    @Test
    void eachAccountHasItsOwnAndItIsReadBackAsItWas() {
        try (StoreFixture fixture = StoreFixture.open("cursors")) {
            MySqlCursors cursors = new MySqlCursors(fixture.database, fixture.settings);
            assertThat(cursors.of("stripe")).isEmpty();
            assertThat(cursors.all()).isEmpty();

            cursors.move("stripe", NOON.minusSeconds(60));
            cursors.move("stripe-2", NOON);
            cursors.move("stripe", NOON.plusSeconds(1));

            assertThat(cursors.of("stripe")).contains(NOON.plusSeconds(1));
            assertThat(cursors.of("stripe-2")).contains(NOON);
            assertThat(cursors.all()).isEqualTo(Map.of("stripe", NOON.plusSeconds(1), "stripe-2", NOON));
        }
    }
}
