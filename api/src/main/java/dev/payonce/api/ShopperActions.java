package dev.payonce.api;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.gateway.NextActions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The next actions of all gateway accounts. They are fetched for each response, and never kept. */
interface ShopperActions {

    /** Fetches the action; empty for an account that is not configured. It may fail or take its time. */
    Optional<NextActions.Action> of(String account, String payment);

    static ShopperActions of(Collection<GatewayModule> modules) {
        Map<String, NextActions> ports = modules.stream()
                .collect(Collectors.toUnmodifiableMap(GatewayModule::account, GatewayModule::nextActions));
        return (account, payment) ->
                ports.getOrDefault(account, NextActions.NONE).of(payment);
    }
}
