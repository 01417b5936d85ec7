package dev.payonce.shadow;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;

/** The gateway of shadow mode, which reads and carries out no operation. */
public record ShadowGateway(Gateway gateway) implements Gateway {

    @Override
    public Observation find(Lookup what) {
        return gateway.find(what);
    }

    @Override
    public Outcome carryOut(Operation operation) {
        return new Outcome.Refused(operation.number(), "shadow_mode");
    }
}
