package dev.payonce.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.mysql.StoreSettings.Lock;
import dev.payonce.order.OrderId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {

    @Test
    void aLockIsNamedAfterTheOrderAndWhereWantedTheStore() {
        assertThat(StoreSettings.of("").lockName(new OrderId("", 1001))).isEqualTo("order_payment_lock_1001");
        assertThat(new StoreSettings("shop-b", "wp_", "payonce", Lock.ADVISORY, "pay:{store}:{order}")
                        .lockName(new OrderId("shop-b", 1001)))
                .isEqualTo("pay:shop-b:1001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_payment_lock",
                "Lock_{order}",
                "lock {order}",
                "{shop}_{order}",
                "'{order}",
                "a_name_that_is_too_long_for_mysql_with_a_long_number_{order}"
            })
    void aLocksNameThatAServerWouldRefuseStopsTheStart(String name) {
        assertThatThrownBy(() -> new StoreSettings("", "wp_", "payonce", Lock.ADVISORY, name))
                .hasMessageContaining("PAYONCE_LOCK_NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wp`", "wp.", "wp_;--", "wp "})
    void aPrefixOrASchemaThatIsNoNameStopsTheStart(String name) {
        assertThatThrownBy(() -> new StoreSettings("", name, "payonce", Lock.ADVISORY, StoreSettings.LOCK_NAME))
                .hasMessageContaining("PAYONCE_TABLE_PREFIX");
        assertThatThrownBy(() -> new StoreSettings("", "wp_", name, Lock.ADVISORY, StoreSettings.LOCK_NAME))
                .hasMessageContaining("PAYONCE_LEDGER");
    }
}
