package dev.payonce.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.money.Money;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Remembered;
import dev.payonce.payment.Replays;
import dev.payonce.woocommerce.MySqlReplays;
import dev.payonce.workflow.Wire;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** I6 in the ledger: what a key was used for, and what it was answered. */
class MySqlReplaysTest {

    private static final String PRINT = "0123456789abcdef0123456789abcdef";
    private static final Answer PAID = Answer.of(State.PAID, "stripe", "pi_1", new Money(4990, "EUR"), 3);
    private static final Answer PENDING = Answer.of(State.PENDING, "stripe", "pi_1", new Money(4990, "EUR"), 3);

    private static Bench bench;
    private static Replays replays;

    @BeforeAll
    static void open() {
        bench = Bench.open("replays");
        replays = new MySqlReplays(bench.database, bench.settings);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void aFinalAnswerIsReadBackAsItWas() throws Exception {
        row("", "k-1", 3, 200, json(PAID));

        assertThat(replays.of("k-1")).contains(new Remembered("k-1", 1001, PRINT, 3, Optional.of(PAID)));
        assertThat(replays.of("k-1").orElseThrow().answer()).contains(PAID);
    }

    @Test
    void whatWasKnownBeforeIsNotTheLastWord() throws Exception {
        row("", "k-2", 3, null, json(PENDING));

        assertThat(replays.of("k-2").orElseThrow().latest()).contains(PENDING);
        assertThat(replays.of("k-2").orElseThrow().answer()).isEmpty();
    }

    @Test
    void aRequestWithoutOperationOrAnswerIsKnownAllTheSame() {
        row("", "k-3", null, null, null);
        assertThat(replays.of("k-3")).contains(new Remembered("k-3", 1001, PRINT, 0, Optional.empty()));
    }

    @Test
    void keysAreToldApartByLetterCaseAndByStore() throws Exception {
        row("other", "k-4", 3, 200, json(PAID));
        row("", "K-5", 3, 200, json(PAID));

        assertThat(replays.of("k-4")).isEmpty();
        assertThat(replays.of("k-5")).isEmpty();
    }

    @Test
    void anAnswerOfAVersionThatKnowsMoreIsNotGuessed() {
        row("", "k-6", 3, 200, "{\"state\":\"SOLD\"}");
        assertThatThrownBy(() -> replays.of("k-6")).isInstanceOf(ApplicationFailure.class);
    }

    private static String json(Answer answer) throws Exception {
        return Wire.JSON.writeValueAsString(answer);
    }

    private static void row(String store, String key, Integer operation, Integer status, String answer) {
        bench.store
                .sql()
                .sql("INSERT INTO " + bench.settings.ledger() + ".payonce_request (store, idempotency_key, order_id,"
                        + " fingerprint, operation, status, answer, at) VALUES (?, ?, 1001, ?, ?, ?, ?, NOW(6))")
                .params(store, key, PRINT, operation, status, answer)
                .update();
    }
}
