package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of the reader of the companion plugin's messages. */
class PluginMessagesTest {

    @Test
    void aNoteIsListedWithItsValuesLeftOut() {
        assertThat(
                        texts(
                                "$order->update_status( 'failed', sprintf( __( 'Refund %1$s isn\\'t done.', 'payonce' ), $id ) );"))
                .containsExactly("Refund … isn't done.");
    }

    @Test
    void aLogLineIsListedWithItsValuesLeftOut() {
        assertThat(texts("Log::warn( 'A mail of ' . current_filter() . ' is late.' );"))
                .containsExactly("A mail of … is late.");
        assertThat(texts("Log::error( \"Effect {$effect->id} of $order_id failed.\" );"))
                .containsExactly("Effect … of … failed.");
    }

    @Test
    void aTextForAnotherPlaceIsNotListed() {
        assertThat(texts("return new \\WP_Error( 'payonce', __( 'Enter the amount.', 'payonce' ) );"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$order->add_order_note(", "Log::error(", "$order->update_status( 'failed', 'A bare text.' );"})
    void aCallThatCannotBeReadFails(String line) {
        assertThatThrownBy(() -> texts(line)).hasMessageContaining("in one line");
    }

    private static Stream<String> texts(String line) {
        return PluginMessages.of("Client", List.of(line)).map(Message::text).toList().stream();
    }
}
