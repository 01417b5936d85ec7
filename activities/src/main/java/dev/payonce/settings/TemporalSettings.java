package dev.payonce.settings;

/**
 * The address of Temporal and the namespace there.
 *
 * @param address {@code host:port}
 */
public record TemporalSettings(String address, String namespace) {

    public static TemporalSettings read(SettingsReader reading) {
        return new TemporalSettings(
                reading.optional(
                        "TEMPORAL_ADDRESS",
                        "127.0.0.1:7233",
                        "host:port, for instance 127.0.0.1:7233",
                        SettingsReader.matching("(\\[[0-9A-Fa-f:]+]|[A-Za-z0-9_.-]+):[0-9]{1,5}")),
                reading.optional(
                        "TEMPORAL_NAMESPACE",
                        "default",
                        "a namespace's name, letters, digits, dots, dashes and underscores",
                        SettingsReader.matching("[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")));
    }
}
