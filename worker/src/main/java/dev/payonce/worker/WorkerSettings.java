package dev.payonce.worker;

import dev.payonce.mysql.StoreSettings;
import dev.payonce.process.ProcessSettings;
import dev.payonce.reconcile.Policy;
import dev.payonce.settings.Installation;
import dev.payonce.settings.PolicySettings;
import dev.payonce.settings.Program;
import dev.payonce.settings.Secret;
import dev.payonce.settings.SettingsReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the worker. It needs neither the store's tokens nor the webhooks' secrets, and is not given them.
 *
 * @param terms the merchant's choices
 * @param accepted changes of the store that an operator accepts
 * @param sweepEvery the pause between two rounds of the sweep
 * @param gatewayPerSecond the most calls to one gateway account in a second, of all workers together
 * @param cachedWorkflows the most runs that are kept in memory
 * @param build the version of the worker's code for Temporal's worker versioning; empty for none
 * @param operatorsByApiAlone refuses updates that come by way of Temporal alone
 * @param port for health and metrics; it shows nothing about orders and needs no token
 */
record WorkerSettings(
        Installation installation,
        Policy.Terms terms,
        StoreSettings.Accepted accepted,
        Optional<Secret> pluginSecret,
        Optional<String> pluginAddress,
        Optional<String> orderPage,
        Duration sweepEvery,
        int gatewayPerSecond,
        int cachedWorkflows,
        Optional<String> build,
        boolean operatorsByApiAlone,
        int port)
        implements ProcessSettings {

    static WorkerSettings read(Map<String, String> environment) throws SettingsReader.Incomplete {
        return read(new SettingsReader(environment));
    }

    static WorkerSettings read(SettingsReader reading) throws SettingsReader.Incomplete {
        WorkerSettings settings = new WorkerSettings(
                Installation.read(reading, Program.WORKER),
                PolicySettings.read(reading),
                new StoreSettings.Accepted(
                        accepted(reading, "PAYONCE_ACCEPT_SITE", "the shop's new address"),
                        accepted(reading, "PAYONCE_ACCEPT_MODE", "live or test"),
                        accepted(reading, "PAYONCE_ACCEPT_TABLES", "schema.prefix"),
                        accepted(reading, "PAYONCE_ACCEPT_ACCOUNT", "the gateway's id of the new account"),
                        accepted(reading, "PAYONCE_ACCEPT_EFFECTS", "plugin or sql")),
                reading.optional(
                        "PAYONCE_PLUGIN_SECRET",
                        "the secret of the companion plugin's settings page, 16 characters or more",
                        SettingsReader.matching("\\S{16,200}").map(Secret::new)),
                reading.optional(
                        "PAYONCE_PLUGIN_ADDRESS",
                        "the shop's address as the worker reaches it, http or https",
                        SettingsReader.matching("https?://[^?#@\\s]+")),
                reading.optional(
                        "PAYONCE_ORDER_PAGE",
                        "an address with {order} in it, http or https",
                        SettingsReader.matching("https?://(?=\\S{1,380}$)\\S*\\{order}\\S*")),
                reading.optional(
                        "PAYONCE_SWEEP_EVERY",
                        Duration.ofMinutes(5),
                        "whole seconds, 1 to 86400",
                        SettingsReader.whole(1, 86_400).map(Duration::ofSeconds)),
                reading.optional(
                        "PAYONCE_GATEWAY_PER_SECOND", 20, "a whole number, 1 to 1000", SettingsReader.whole(1, 1_000)),
                reading.optional(
                        "PAYONCE_CACHED_WORKFLOWS",
                        2_000,
                        "a whole number, 10 to 100000",
                        SettingsReader.whole(10, 100_000)),
                reading.optional(
                        "PAYONCE_BUILD_ID",
                        "up to 60 letters, digits, dots, lines and underscores",
                        SettingsReader.matching("[A-Za-z0-9._-]{1,60}")),
                reading.optional(
                        "PAYONCE_OPERATORS",
                        false,
                        "both, or api, which refuses decisions and requests by way of Temporal alone",
                        SettingsReader.matching("both|api").map("api"::equals)),
                reading.optional("PAYONCE_WORKER_PORT", 8081, "a port", SettingsReader.port()));
        reading.complete();
        return settings;
    }

    @Override
    public int databaseConnections() {
        return WorkerLimits.CONNECTIONS;
    }

    private static Optional<String> accepted(SettingsReader reading, String name, String expected) {
        return reading.optional(name, expected, SettingsReader.matching("\\S+"));
    }
}
