package dev.payonce.worker;

import dev.payonce.settings.Reading;
import dev.payonce.settings.StoreSettings;
import dev.payonce.settings.StripeSettings;
import dev.payonce.settings.TemporalSettings;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the worker is told. It needs neither the stores' tokens nor the webhooks' secrets, so it does not ask
 * for them.
 *
 * @param port for health and metrics; nothing about orders is told there, and no token is wanted
 */
record Settings(TemporalSettings temporal, StoreSettings store, StripeSettings stripe, int port) {

    static Settings read(Function<String, @Nullable String> source) throws Reading.Incomplete {
        Reading reading = new Reading(source);
        Settings settings = new Settings(
                TemporalSettings.read(reading),
                StoreSettings.read(reading),
                StripeSettings.read(reading),
                reading.optional("PAYONCE_WORKER_PORT", 8081, "a port", Reading.port()));
        reading.complete();
        return settings;
    }
}
