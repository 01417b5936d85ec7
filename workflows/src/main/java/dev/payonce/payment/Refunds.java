package dev.payonce.payment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The refunds that Payonce was to make, oldest first, and what became of them. The gateway's word counts before our own:
 * what it shows with our number was made, also when everybody had to believe that it never arrived.
 */
record Refunds(List<Made> all) {

    /**
     * @param shown the refund at the gateway, as it was seen last; empty while none was seen
     * @param succeeded whether it was ever done
     */
    record Made(Operations.Known known, Optional<Payment.Return> shown, boolean succeeded) {

        Operation.Refund operation() {
            return (Operation.Refund) known.operation();
        }

        /** It may give money back that no look at the payment counts yet. */
        boolean open() {
            return known.open() && shown.isEmpty();
        }

        /** As this look at its payment shows it. */
        private Made seenIn(Payment payment) {
            return payment.returns().stream()
                    .filter(back -> isOf(back, known))
                    .findFirst()
                    .map(back ->
                            new Made(known, Optional.of(back), succeeded || back.state() == Payment.Return.State.DONE))
                    .orElse(this);
        }

        /** It gave nothing back and never will: whoever wished for it may wish again. */
        boolean cameToNothing() {
            return shown.map(back -> !back.counts()).orElse(!known.counts());
        }
    }

    static Refunds of(Operations operations, Ledger ledger) {
        return new Refunds(operations.all().stream()
                .filter(known -> known.operation() instanceof Operation.Refund)
                .map(known -> made(ledger, known))
                .toList());
    }

    private static Made made(Ledger ledger, Operations.Known known) {
        String payment = ((Operation.Refund) known.operation()).payment();
        List<Payment.Return> states = ledger.facts(Fact.Returned.class)
                .filter(returned -> returned.payment().equals(payment))
                .map(Fact.Returned::back)
                .filter(back -> isOf(back, known))
                .toList();
        boolean succeeded = states.stream().anyMatch(back -> back.state() == Payment.Return.State.DONE);
        return new Made(known, states.stream().reduce((_, last) -> last), succeeded);
    }

    /** Whether the gateway's refund is the one that this operation asked for. */
    static boolean isOf(Payment.Return back, Operations.Known known) {
        return back.kind() == Payment.Return.Kind.REFUND && back.cameFrom(known.number());
    }

    /** Those of this payment, as it was just seen. */
    Stream<Made> of(Payment payment) {
        return all.stream()
                .filter(made -> made.operation().payment().equals(payment.id()))
                .map(made -> made.seenIn(payment));
    }

    Optional<Made> number(int number) {
        return all.stream().filter(made -> made.known().number() == number).findFirst();
    }

    boolean underWay(Payment payment) {
        return of(payment).anyMatch(Made::open);
    }
}
