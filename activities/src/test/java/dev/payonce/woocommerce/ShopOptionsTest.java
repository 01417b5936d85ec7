package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0, 2026-07-01T00:00:00Z, 0",
        "'', -3.5, 2026-07-01T00:00:00Z, -12600",
        "Europe/Berlin, 0, 2026-07-01T00:00:00Z, 7200",
        "Europe/Berlin, 0, 2026-12-01T00:00:00Z, 3600",
        "Middle/Earth, 5, 2026-12-01T00:00:00Z, 0",
        "'', soon, 2026-12-01T00:00:00Z, 0",
        "'', 99, 2026-12-01T00:00:00Z, 0"
    })
    void theShopsWallClockIsReadAsWordPressDoes(String zone, String hours, Instant at, int seconds) {
        ShopOptions shop = ShopOptions.of(Map.of("timezone_string", zone, "gmt_offset", hours));

        assertThat(shop.secondsEast(at)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.shop.example/en, woocommerce@shop.example",
        "'', woocommerce@localhost",
        "'not an address', woocommerce@localhost"
    })
    void notesComeFromTheShopsOwnHost(String url, String mail) {
        assertThat(ShopOptions.of(Map.of("siteurl", url)).mailAddress()).isEqualTo(mail);
    }
}
