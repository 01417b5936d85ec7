package dev.payonce.redis;

import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The names of Redis' failures in metrics. All of them are a miss; none is ever thrown on.
 *
 * <pre> busy      no connection of the pool was free timeout   an answer took too long away      no connection, or one
 * that was lost oom       maxmemory is reached: reads still work refused   Redis answered with any other error:
 * password, rights, a replica, a foreign type other     anything else
 *
 * </pre>
 */
enum RedisErrors {
    BUSY,
    TIMEOUT,
    AWAY,
    OOM,
    REFUSED,
    OTHER;

    static RedisErrors of(Throwable failure) {
        RedisErrors coarse = OTHER;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
                return TIMEOUT;
            }
            if (cause instanceof NoSuchElementException) {
                return BUSY;
            }
            if (cause instanceof JedisConnectionException) {
                coarse = AWAY; // unless a cause below says more
            }
            if (cause instanceof JedisDataException) {
                return Objects.requireNonNullElse(cause.getMessage(), "").startsWith("OOM") ? OOM : REFUSED;
            }
        }
        return coarse;
    }

    /** Returns true when the next call would probably hang, too. An answer, even a refusal, came quickly. */
    boolean hangs() {
        return this != OOM && this != REFUSED;
    }

    String kind() {
        return name().toLowerCase(Locale.ROOT);
    }
}
