package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifeTest {

    @Test
    void a_callback_is_processing_for_ten_minutes_final_for_a_day_and_a_refusal_lasts_an_hour() {
        assertThat(Life.PROCESSING.seconds()).isEqualTo(600);
        assertThat(Life.FINAL.seconds()).isEqualTo(86_400);
        assertThat(Life.ERROR.seconds()).isEqualTo(3_600);
    }

    @Test
    void what_is_written_is_read_also_with_more_after_it() {
        for (Life life : Life.values()) {
            assertThat(Life.of(life.value())).contains(life);
            assertThat(Life.of(life.value() + ":more")).contains(life);
        }
    }

    @Test
    void only_processing_and_final_may_be_acknowledged() {
        assertThat(Life.values()).filteredOn(Life::durable).containsExactly(Life.PROCESSING, Life.FINAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "FINAL", "finally", "processed", " final", "a:1:{i:0;}"})
    void a_value_that_nobody_here_wrote_says_nothing(String value) {
        assertThat(Life.of(value)).isEmpty();
    }
}
