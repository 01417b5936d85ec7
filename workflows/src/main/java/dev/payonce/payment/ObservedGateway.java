package dev.payonce.payment;

/** Looks at the gateway and never moves anything there, whatever it is told. */
public record ObservedGateway(Gateway gateway) implements Gateway {

    @Override
    public Observation find(Lookup what) {
        return gateway.find(what);
    }

    @Override
    public Outcome carryOut(Operation operation) {
        return new Outcome.Refused(operation.number(), "observing");
    }
}
