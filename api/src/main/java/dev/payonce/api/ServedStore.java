package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.health.StoreStatus;
import dev.payonce.temporal.ModeCheck;
import dev.payonce.woocommerce.MySqlStoreStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status of the store: by the mode of its worker, then by the shop's own options. */
final class ServedStore implements StoreStatus {

    private static final Logger LOG = LoggerFactory.getLogger(ServedStore.class);

    private final MySqlStoreStatus shop;
    private final ModeCheck mode;
    private volatile Status byMode = Status.SERVED;

    ServedStore(MySqlStoreStatus shop, ModeCheck mode) {
        this.shop = shop;
        this.mode = mode;
    }

    @Override
    public Status status() {
        Status now = byMode;
        return now.kind() == Kind.SERVED ? shop.status() : now;
    }

    /** Reads both. Never throws. */
    void check() {
        shop.check();
        Status now = mode.conflict(ApiLimits.MODE_CHECK)
                .map(why -> new Status(Kind.OTHER_MODE, why))
                .orElse(Status.SERVED);
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
