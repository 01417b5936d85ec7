package dev.payonce.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.request.IdempotencyCache.Finished;
import dev.payonce.request.PaymentResult;
import dev.payonce.workflow.PayloadConverter;
import java.util.Optional;

/**
 * One key of the cache, what it says, and how long that is kept.
 *
 * @param value the state; for a finished request a colon and its answer follow; without the seal
 */
record CacheEntry(String key, String value, long seconds) {

    /** What is behind the colon. The key is in the key. */
    private record Response(String fingerprint, PaymentResult result) {}

    static CacheEntry applied(String key) {
        return new CacheEntry(key, CacheState.FINAL.value(), CacheState.FINAL.seconds());
    }

    /** A refusal is kept for a shorter time: what it was refused for may be put right, and the ledger still has it. */
    static CacheEntry finished(String key, Finished finished) {
        CacheState life = finished.result().is(PaymentResult.State.REFUSED) ? CacheState.ERROR : CacheState.FINAL;
        try {
            String told =
                    PayloadConverter.JSON.writeValueAsString(new Response(finished.fingerprint(), finished.result()));
            return new CacheEntry(key, life.value() + ":" + told, life.seconds());
        } catch (JsonProcessingException everyResultCanBeWritten) {
            throw new IllegalStateException(everyResultCanBeWritten);
        }
    }

    /** The finished request that this value tells of; empty for whatever is no such thing. */
    static Optional<Finished> read(String requestKey, String value) {
        int colon = value.indexOf(':');
        if (colon < 0
                || CacheState.of(value)
                        .filter(life -> life != CacheState.PROCESSING)
                        .isEmpty()) {
            return Optional.empty();
        }
        try {
            Response told = PayloadConverter.JSON.readValue(value.substring(colon + 1), Response.class);
            return Optional.ofNullable(told)
                    .filter(CacheEntry::whole)
                    .map(known -> new Finished(requestKey, known.fingerprint(), known.result()));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** Whoever wrote it may have left anything out, and only a final answer is given twice. */
    @SuppressWarnings("ConstantValue") // Jackson fills records with nulls that their types deny.
    private static boolean whole(Response told) {
        PaymentResult result = told.result();
        return told.fingerprint() != null
                && result instanceof PaymentResult.Final(var state, var code, var _, var of)
                && state != null
                && code != null
                && of != null
                && of.gateway() != null
                && of.payment() != null
                && of.money() != null
                && of.asks() != null;
    }
}
