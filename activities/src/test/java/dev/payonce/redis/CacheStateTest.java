package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheStateTest {

    @Test
    void aCallbackIsProcessingForTenMinutesFinalForADayAndARefusalLastsAnHour() {
        assertThat(CacheState.PROCESSING.seconds()).isEqualTo(600);
        assertThat(CacheState.FINAL.seconds()).isEqualTo(86_400);
        assertThat(CacheState.ERROR.seconds()).isEqualTo(3_600);
    }

    @Test
    void aWrittenValueIsReadAlsoWithMoreAfterIt() {
        for (CacheState life : CacheState.values()) {
            assertThat(CacheState.of(life.value())).contains(life);
            assertThat(CacheState.of(life.value() + ":more")).contains(life);
        }
    }

    @Test
    void onlyProcessingAndFinalMayBeAcknowledged() {
        assertThat(CacheState.values())
                .filteredOn(CacheState::durable)
                .containsExactly(CacheState.PROCESSING, CacheState.FINAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "FINAL", "finally", "processed", " final", "a:1:{i:0;}"})
    void aValueOfAnotherWriterSaysNothing(String value) {
        assertThat(CacheState.of(value)).isEmpty();
    }
}
