package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.health.StoreStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status of the store: by the mode of its worker, then by the shop's own options. */
final class ServedStore implements StoreStatus {

    private static final Logger LOG = LoggerFactory.getLogger(ServedStore.class);

    private final StoreStatus shop;
    private final Runnable readShop;
    private final Function<Duration, Optional<String>> conflict;
    private volatile Status byMode = Status.SERVED;

    /**
     * @param shop the status as it was read last
     * @param readShop reads it again
     * @param conflict a sentence where the store's workers have another mode, within a time
     */
    ServedStore(StoreStatus shop, Runnable readShop, Function<Duration, Optional<String>> conflict) {
        this.shop = shop;
        this.readShop = readShop;
        this.conflict = conflict;
    }

    @Override
    public Status status() {
        Status now = byMode;
        return now.kind() == Kind.SERVED ? shop.status() : now;
    }

    /** Reads both. Never throws, since a timer that sees an exception runs no more; the last reading holds then. */
    void check() {
        try {
            readShop.run();
            show(conflict.apply(ApiLimits.MODE_CHECK)
                    .map(why -> new Status(Kind.OTHER_MODE, why))
                    .orElse(Status.SERVED));
        } catch (RuntimeException failed) {
            LOG.warn(
                    "The store's status could not be read; the last reading holds, and the next check follows", failed);
        }
    }

    private void show(Status now) {
        if (!now.equals(byMode)) {
            if (now.kind() == Kind.SERVED) {
                LOG.info("Worker and API have the same mode");
            } else {
                LOG.error("{}. Requests and callbacks get 503", now.why());
            }
        }
        byMode = now;
    }
}
