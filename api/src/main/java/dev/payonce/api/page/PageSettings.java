package dev.payonce.api.page;

import java.time.InstantSource;
import java.util.List;

/**
 * The settings of the operators' page.
 *
 * @param secrets for the sessions' seals, at least one
 * @param store the store's name, or empty
 * @param shadow true where nothing may be decided
 */
public record PageSettings(List<String> secrets, String store, boolean shadow, Links links, InstantSource clock) {

    public PageSettings {
        secrets = List.copyOf(secrets);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "PageSettings[" + store + "]";
    }
}
