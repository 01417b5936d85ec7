package dev.payonce.settings;

import dev.payonce.gateway.GatewayModule;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The reader of an installation's gateway accounts. An account's name leads to its gateway, whose {@link GatewayFactory}
 * makes the module.
 */
final class GatewayModules {

    private static final String ACCOUNTS = "PAYONCE_GATEWAYS";

    /** Accounts of an installation. Each has a task queue and pollers of its own. */
    private static final int MOST = 8;

    private static final List<String> USUAL = List.of("stripe");

    private final List<GatewayFactory> factories = ServiceLoader.load(GatewayFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private GatewayModules() {}

    static List<GatewayModule> read(SettingsReader reading, Program program, String store) {
        return new GatewayModules().modules(reading, program, store);
    }

    private List<GatewayModule> modules(SettingsReader reading, Program program, String store) {
        factories.forEach(each -> reading.prefix(each.gateway().toUpperCase(Locale.ROOT) + "_"));
        List<String> accounts = reading.optional(
                ACCOUNTS,
                USUAL,
                "1 to " + MOST + " different accounts, comma separated; each is named after its gateway (" + known()
                        + "), alone or with a suffix such as -eu",
                SettingsReader.each(SettingsReader.matching("[a-z0-9][a-z0-9-]{0,31}"))
                        .and(names -> names.size() <= MOST)
                        .and(names -> names.stream().distinct().count() == names.size())
                        .and(names ->
                                names.stream().allMatch(name -> factory(name).isPresent())));
        List<GatewayModule> modules = accounts.stream()
                .flatMap(
                        account -> factory(account)
                                .map(found -> found.module(new AccountSettings(reading, program, account, store)))
                                .stream())
                .toList();
        return reading.flawless() ? reading.made(() -> checked(modules), modules) : modules;
    }

    /** Returns the factory with the longest name that fits. */
    private Optional<GatewayFactory> factory(String account) {
        return factories.stream()
                .filter(each -> account.equals(each.gateway()) || account.startsWith(each.gateway() + "-"))
                .reduce((one, other) -> one.gateway().length() > other.gateway().length() ? one : other);
    }

    private String known() {
        return factories.stream().map(GatewayFactory::gateway).sorted().collect(Collectors.joining(", "));
    }

    /** Refuses what would take a test payment for money, or one payment for two. */
    private static List<GatewayModule> checked(List<GatewayModule> modules) {
        Map<String, String> accounts = new HashMap<>();
        for (GatewayModule module : modules) {
            String other = accounts.putIfAbsent(module.identity(), module.account());
            if (other != null) {
                throw new IllegalArgumentException(
                        "%s cannot be used: %s and %s act for one account at the gateway, so each payment would count twice; leave one out"
                                .formatted(ACCOUNTS, other, module.account()));
            }
        }
        if (modules.stream().map(GatewayModule::live).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    ACCOUNTS
                            + " cannot be used: live and test keys are mixed; an installation has one mode. Remove the accounts of the other mode");
        }
        return modules;
    }
}
