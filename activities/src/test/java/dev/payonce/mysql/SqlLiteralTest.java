package dev.payonce.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of values inside a statement's text. */
class SqlLiteralTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "it's", "'; DROP TABLE wp_posts; -- ", "\\' OR 1=1", "a?b:c`d", "für 5 €", "\u0000\n\"", "😀"
            })
    void aTextIsHexadecimalDigitsWhateverItHolds(String text) {
        assertThat(SqlLiteral.of(text)).matches("_utf8mb4 X'(?:[0-9a-f]{2})*'");
    }

    @Test
    void eachKindOfValueHasItsLiteral() {
        assertThat(SqlLiteral.of(null)).isEqualTo("NULL");
        assertThat(SqlLiteral.of(-7)).isEqualTo("-7");
        assertThat(SqlLiteral.of(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(SqlLiteral.of(true)).isEqualTo("1");
        assertThat(SqlLiteral.of("né")).isEqualTo("_utf8mb4 X'6ec3a9'");
        assertThat(SqlLiteral.of(LocalDateTime.of(2026, 12, 1, 3, 5, 9, 1_000)))
                .isEqualTo("'2026-12-01 03:05:09.000001'");
        assertThatThrownBy(() -> SqlLiteral.of(new BigDecimal("1.5"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyPlacesOutsideOfQuotesAreFilled() {
        assertThat(SqlLiteral.fill(
                        "UPDATE `a?b` SET c = 'O:28:\"x?\":0', d = ?, e = :on, f = :one WHERE g = ?",
                        Arrays.asList(1, null),
                        Map.of("on", 2, "one", 3)))
                .isEqualTo("UPDATE `a?b` SET c = 'O:28:\"x?\":0', d = 1, e = 2, f = 3 WHERE g = NULL");
    }

    @Test
    void aValueTooManyOrTooFewIsRefused() {
        assertThatThrownBy(() -> SqlLiteral.fill("x = ?", List.of(1, 2), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SqlLiteral.fill("x = ?", List.of(), Map.of())).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> SqlLiteral.fill("x = :y", List.of(), Map.of("z", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
