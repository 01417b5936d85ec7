package dev.payonce.settings;

import dev.payonce.gateway.GatewayModule;

/** The maker of one gateway's modules, which {@link java.util.ServiceLoader} finds. */
public interface GatewayFactory {

    /** Returns the gateway's name. An account bears it alone, or with a suffix: {@code stripe}, {@code stripe-eu}. */
    String gateway();

    /** Makes the module of one account. A missing or malformed setting is reported through {@code settings}. */
    GatewayModule module(AccountSettings settings);
}
