package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.mysql.StoreSettings.Effects;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice for every setting, version of the plugin's tables, order storage and order cache: 36 cases. */
class EffectsChoiceTest {

    private enum Storage {
        HPOS,
        HPOS_CACHED,
        POSTS,
        POSTS_CACHED;

        ShopOptions shop(String tables) {
            return new ShopOptions(
                    "https://shop.example",
                    this == HPOS || this == HPOS_CACHED,
                    ZoneOffset.UTC,
                    tables,
                    this == HPOS_CACHED || this == POSTS_CACHED,
                    "Example");
        }
    }

    @ParameterizedTest
    @CsvSource({"FOUND", "PLUGIN"})
    void pluginMovesOrdersInEveryStorageWhereItsTablesFit(Effects wanted) {
        assertThat(Storage.values())
                .allSatisfy(storage ->
                        assertThat(EffectsChoice.of(wanted, storage.shop("1"))).isEqualTo(Effects.PLUGIN));
    }

    @ParameterizedTest
    @CsvSource({"PLUGIN, '', are missing", "PLUGIN, 2, have version 2", "FOUND, 2, have version 2"})
    void pluginWithoutFittingTablesIsTriedAgain(Effects wanted, String tables, String cause) {
        assertThat(Storage.values()).allSatisfy(storage -> {
            ApplicationFailure refused = refusal(wanted, storage.shop(tables));
            assertThat(refused.getOriginalMessage())
                    .contains(cause, "version 1 is needed")
                    .contains("Activate the plugin, or update it and Payonce to the same release");
            assertThat(FailureDetails.code(refused)).isEqualTo("plugin-tables");
            assertThat(refused.isNonRetryable()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"FOUND, ''", "SQL, ''", "SQL, 1", "SQL, 2"})
    void sqlMovesOrdersOnlyInTablesThatPhpDoesNotCache(Effects wanted, String tables) {
        assertThat(EffectsChoice.of(wanted, Storage.HPOS.shop(tables))).isEqualTo(Effects.SQL);

        ApplicationFailure cached = refusal(wanted, Storage.HPOS_CACHED.shop(tables));
        assertThat(FailureDetails.code(cached)).isEqualTo("order-cache-on");
        assertThat(cached.isNonRetryable()).isTrue();
        assertThat(cached.getOriginalMessage())
                .contains("woocommerce_hpos_datastore_caching_enabled")
                .contains("Switch that option off, or install the companion plugin");

        assertThat(List.of(Storage.POSTS, Storage.POSTS_CACHED)).allSatisfy(storage -> {
            ApplicationFailure posts = refusal(wanted, storage.shop(tables));
            assertThat(FailureDetails.code(posts)).isEqualTo("hpos-off");
            assertThat(posts.isNonRetryable()).isTrue();
            assertThat(posts.getOriginalMessage())
                    .contains("Switch it to high-performance order storage, or install the companion plugin");
        });
    }

    private static ApplicationFailure refusal(Effects wanted, ShopOptions shop) {
        ApplicationFailure refused =
                catchThrowableOfType(ApplicationFailure.class, () -> EffectsChoice.of(wanted, shop));
        assertThat(refused).as("%s in %s is refused", wanted, shop).isNotNull();
        return refused;
    }
}
