package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheStateTest {

    @Test
    void a_callback_is_processing_for_ten_minutes_final_for_a_day_and_a_refusal_lasts_an_hour() {
        assertThat(CacheState.PROCESSING.seconds()).isEqualTo(600);
        assertThat(CacheState.FINAL.seconds()).isEqualTo(86_400);
        assertThat(CacheState.ERROR.seconds()).isEqualTo(3_600);
    }

    @Test
    void what_is_written_is_read_also_with_more_after_it() {
        for (CacheState life : CacheState.values()) {
            assertThat(CacheState.of(life.value())).contains(life);
            assertThat(CacheState.of(life.value() + ":more")).contains(life);
        }
    }

    @Test
    void only_processing_and_final_may_be_acknowledged() {
        assertThat(CacheState.values())
                .filteredOn(CacheState::durable)
                .containsExactly(CacheState.PROCESSING, CacheState.FINAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "FINAL", "finally", "processed", " final", "a:1:{i:0;}"})
    void a_value_of_another_writer_says_nothing(String value) {
        assertThat(CacheState.of(value)).isEmpty();
    }
}
