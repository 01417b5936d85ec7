package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The check that plugin and worker count a currency in the same minor units. Where they differed, a paid order was never
 * fulfilled, and a refund sent back a hundredth.
 */
class PluginCurrenciesTest {

    private static final Path MONEY = Path.of("../wordpress/payonce/src/Money.php");
    private static final Pattern CODE = Pattern.compile("'([A-Z]{3})'");

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4})
    void pluginAndWorkerCountTheSameDecimals(int digits) throws IOException {
        Set<String> ours = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() == digits)
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toSet());
        String line = Files.readString(MONEY)
                .lines()
                .filter(each -> each.strip().startsWith(digits + " => array("))
                .findFirst()
                .orElseThrow();

        assertThat(CODE.matcher(line).results().map(found -> found.group(1))).containsExactlyInAnyOrderElementsOf(ours);
    }
}
