package dev.payonce.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.payonce.request.IdempotencyCache.Finished;
import dev.payonce.request.PaymentResult;
import dev.payonce.workflow.PayloadConverter;
import java.util.Optional;

/**
 * A key of the cache with its value and the time for which it is kept.
 *
 * @param value the state; for a finished request a colon and its answer follow; without the seal
 */
record CacheEntry(String key, String value, long seconds) {

    /** The part of the value behind the colon. The key is in the key. */
    private record Response(String fingerprint, PaymentResult result) {}

    static CacheEntry applied(String key) {
        return new CacheEntry(key, CacheState.FINAL.value(), CacheState.FINAL.seconds());
    }

    /** Returns the entry of a final result; a refusal is kept for a shorter time, since its cause may be corrected. */
    static CacheEntry finished(String key, Finished finished) {
        CacheState life = finished.result().is(PaymentResult.State.REFUSED) ? CacheState.ERROR : CacheState.FINAL;
        try {
            String response =
                    PayloadConverter.JSON.writeValueAsString(new Response(finished.fingerprint(), finished.result()));
            return new CacheEntry(key, life.value() + ":" + response, life.seconds());
        } catch (JsonProcessingException everyResultCanBeWritten) {
            throw new IllegalStateException(everyResultCanBeWritten);
        }
    }

    /** Returns the finished request in this value; empty for any other value. */
    static Optional<Finished> read(String requestKey, String value) {
        int colon = value.indexOf(':');
        if (colon < 0
                || CacheState.of(value)
                        .filter(life -> life != CacheState.PROCESSING)
                        .isEmpty()) {
            return Optional.empty();
        }
        try {
            Response response = PayloadConverter.JSON.readValue(value.substring(colon + 1), Response.class);
            return Optional.ofNullable(response)
                    .filter(CacheEntry::whole)
                    .map(known -> new Finished(requestKey, known.fingerprint(), known.result()));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** Reports whether the result is complete and final, since another program may have written the value. */
    @SuppressWarnings("ConstantValue") // Jackson fills records with nulls that their types deny.
    private static boolean whole(Response response) {
        PaymentResult result = response.result();
        return response.fingerprint() != null
                && result instanceof PaymentResult.Final(var state, var code, var _, var of, var _)
                && state != null
                && code != null
                && of != null
                && of.gateway() != null
                && of.payment() != null
                && of.money() != null
                && of.asks() != null;
    }
}
