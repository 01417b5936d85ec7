package dev.payonce.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Results.Finished;
import dev.payonce.workflow.Wire;
import java.util.Optional;

/**
 * One key of the cache, what it says, and how long that is kept.
 *
 * @param value the state; for a finished request a colon and its answer follow
 */
record Remark(String key, String value, long seconds) {

    /** What is behind the colon. The key is in the key. */
    private record Told(String fingerprint, Answer answer) {}

    static Remark applied(String key) {
        return new Remark(key, Life.FINAL.value(), Life.FINAL.seconds());
    }

    /** A refusal is kept for a shorter time: what it was refused for may be put right, and the ledger still has it. */
    static Remark finished(String key, Finished finished) {
        Life life = finished.answer().state() == Answer.State.REFUSED ? Life.ERROR : Life.FINAL;
        try {
            String told = Wire.JSON.writeValueAsString(new Told(finished.fingerprint(), finished.answer()));
            return new Remark(key, life.value() + ":" + told, life.seconds());
        } catch (JsonProcessingException everyAnswerCanBeWritten) {
            throw new IllegalStateException(everyAnswerCanBeWritten);
        }
    }

    /** The finished request that this value tells of; empty for whatever is no such thing. */
    static Optional<Finished> read(String requestKey, String value) {
        int colon = value.indexOf(':');
        if (colon < 0 || Life.of(value).filter(life -> life != Life.PROCESSING).isEmpty()) {
            return Optional.empty();
        }
        try {
            Told told = Wire.JSON.readValue(value.substring(colon + 1), Told.class);
            return Optional.ofNullable(told)
                    .filter(Remark::whole)
                    .map(known -> new Finished(requestKey, known.fingerprint(), known.answer()));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** Whoever wrote it may have left anything out, and only a final answer is given twice. */
    @SuppressWarnings("ConstantValue") // Jackson fills records with nulls that their types deny.
    private static boolean whole(Told told) {
        Answer answer = told.answer();
        return told.fingerprint() != null
                && answer != null
                && answer.state() != null
                && answer.code() != null
                && answer.gateway() != null
                && answer.payment() != null
                && answer.money() != null
                && answer.isFinal();
    }
}
