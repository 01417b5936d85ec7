package dev.payonce.worker;

import dev.payonce.gateway.GatewayModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts that the gateways' keys act for, pinned to the store. The key of another account knows none of the store's
 * payments. A gateway that is away, or a key that may not read its account, does not keep the worker from its work.
 * The account is pinned in the background. Until then the rules themselves take nothing for absent that they have
 * seen.
 */
final class GatewayAccounts {

    static final int TRIES = 24;
    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(GatewayAccounts.class);

    /** The place where the store's accounts are recorded. */
    interface Pins {

        /** Refuses another account than the recorded one. */
        void pin(String account, String id);
    }

    private final List<GatewayModule> modules;
    private final Pins pins;
    private final Consumer<String> refuse;
    private final StartupSequence.Pause pause;

    /** @param refuse ends the work, where the key of another account is noticed late */
    GatewayAccounts(List<GatewayModule> modules, Pins pins, Consumer<String> refuse, StartupSequence.Pause pause) {
        this.modules = List.copyOf(modules);
        this.pins = pins;
        this.refuse = refuse;
        this.pause = pause;
    }

    /** Pins each account, and in the background those whose gateways do not answer. Refuses the key of another one. */
    void pin() {
        List<GatewayModule> left = new ArrayList<>(modules);
        left.removeIf(this::isPinned);
        if (!left.isEmpty()) {
            Thread.ofVirtual().name("gateway-accounts").start(() -> pinLater(left));
        }
    }

    private void pinLater(List<GatewayModule> left) {
        CountDownLatch never = new CountDownLatch(1);
        Duration wait = FIRST_PAUSE;
        try {
            for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
                if (pause.until(never, wait)) {
                    return;
                }
                wait = StartupSequence.shorter(wait.multipliedBy(2), LONGEST_PAUSE);
                if (!isEachPinnedNow(left)) {
                    return;
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        }
        left.forEach(module -> LOG.warn(
                "The gateway account {} is not verified after {} tries. Let its key read the account, and restart the worker",
                module.account(),
                TRIES));
    }

    /** Returns false where a key is another account's, so that the work ends. */
    private boolean isEachPinnedNow(List<GatewayModule> left) {
        try {
            left.removeIf(this::isPinned);
            return true;
        } catch (RuntimeException failed) {
            StartupFailure cause = StartupFailure.of(failed);
            if (cause.refused()) {
                refuse.accept(cause.why());
                return false;
            }
            LOG.warn("A gateway account cannot be pinned: {}. The worker tries again by itself", cause.why());
            return true;
        }
    }

    private boolean isPinned(GatewayModule module) {
        String id;
        try {
            id = module.accountId();
        } catch (RuntimeException unanswered) {
            LOG.warn(
                    "The gateway account {} cannot be verified: {}. The worker works, and tries again by itself",
                    module.account(),
                    StartupFailure.of(unanswered).why());
            return false;
        }
        pins.pin(module.account(), id);
        warnOfRights(module);
        return true;
    }

    /** Warns of what the key may not read: it would show with the first payment that has it, as a stalled lookup. */
    private static void warnOfRights(GatewayModule module) {
        try {
            List<String> lacks = module.unreadable();
            if (!lacks.isEmpty()) {
                LOG.warn(
                        "The key of the gateway account {} may not read {}: a lookup that reads them will stall. Give the key that right",
                        module.account(),
                        String.join(" and ", lacks));
            }
        } catch (RuntimeException unanswered) {
            LOG.info(
                    "The rights of the gateway account {} are not checked: {}. Ask payonce doctor later",
                    module.account(),
                    StartupFailure.of(unanswered).why());
        }
    }
}
