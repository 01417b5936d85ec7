package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The refunds that Payonce was to make, oldest first, and what became of them. The gateway's word counts before our own:
 * what it shows with our number was made, also when everybody had to believe that it never arrived.
 */
public record Refunds(List<Made> all) {

    /**
     * @param shown the refund at the gateway, as it was seen last; empty while none was seen
     * @param succeeded whether it was ever done
     */
    public record Made(Operations.Known known, Optional<Reversal> shown, boolean succeeded) {

        public Operation.Refund operation() {
            return (Operation.Refund) known.operation();
        }

        /** Reports whether it may refund money that no observation of the payment counts yet. */
        public boolean open() {
            return known.open() && shown.isEmpty();
        }

        /** Returns the refund as this observation of its payment shows it. */
        private Made seenIn(Payment payment) {
            return payment.reversals().stream()
                    .filter(reversal -> isOf(reversal, known))
                    .findFirst()
                    .map(reversal -> new Made(
                            known, Optional.of(reversal), succeeded || reversal.state() == Reversal.State.DONE))
                    .orElse(this);
        }

        /** Reports whether it refunded nothing and never will, so that a new request may follow. */
        public boolean cameToNothing() {
            return shown.map(reversal -> !reversal.counts()).orElse(!known.counts());
        }
    }

    static Refunds of(Operations operations, List<Fact.ReversalObserved> observed) {
        return new Refunds(operations.all().stream()
                .filter(known -> known.operation() instanceof Operation.Refund)
                .map(known -> made(observed, known))
                .toList());
    }

    private static Made made(List<Fact.ReversalObserved> observed, Operations.Known known) {
        String payment = ((Operation.Refund) known.operation()).payment();
        List<Reversal> states = observed.stream()
                .filter(returned -> returned.payment().equals(payment))
                .map(Fact.ReversalObserved::reversal)
                .filter(reversal -> isOf(reversal, known))
                .toList();
        boolean succeeded = states.stream().anyMatch(reversal -> reversal.state() == Reversal.State.DONE);
        return new Made(known, states.stream().reduce((_, last) -> last), succeeded);
    }

    /** Reports whether the gateway's refund is the one that this operation asked for. */
    public static boolean isOf(Reversal reversal, Operations.Known known) {
        return reversal.kind() == Reversal.Kind.REFUND && reversal.cameFrom(known.number());
    }

    public Stream<Made> of(Payment payment) {
        return all.stream()
                .filter(made -> made.operation().payment().equals(payment.id()))
                .map(made -> made.seenIn(payment));
    }

    public Optional<Made> number(int number) {
        return all.stream().filter(made -> made.known().number() == number).findFirst();
    }

    public boolean underWay(Payment payment) {
        return of(payment).anyMatch(Made::open);
    }
}
