package dev.payonce.payment;

import dev.payonce.payment.Fact.How;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An order's operations and what became of them, as its ledger tells, oldest first. */
record Operations(List<Known> all) {

    /**
     * @param last what it came to; empty while it was not carried out, as far as anybody knows
     * @param since when that was written down
     */
    record Known(Operation operation, Optional<Fact.Resolved> last, Instant since) {

        int number() {
            return operation.number();
        }

        boolean due() {
            return last.isEmpty();
        }

        boolean is(How how) {
            return last.filter(resolved -> resolved.how() == how).isPresent();
        }

        boolean inDoubt() {
            return is(How.UNKNOWN);
        }

        /** It may still move money. */
        boolean open() {
            return due() || inDoubt();
        }

        /** It may have moved money, or will. */
        boolean counts() {
            return open() || is(How.DONE);
        }
    }

    static Operations of(Ledger ledger) {
        return new Operations(ledger.entries().stream()
                .filter(line -> line.fact() instanceof Fact.Opened)
                .map(line -> known(ledger, line, ((Fact.Opened) line.fact()).operation()))
                .toList());
    }

    private static Known known(Ledger ledger, Entry opened, Operation operation) {
        return Series.of(ledger, "operation", Integer.toString(operation.number()))
                .last()
                .map(line -> new Known(operation, Optional.of((Fact.Resolved) line.fact()), line.at()))
                .orElseGet(() -> new Known(operation, Optional.empty(), opened.at()));
    }

    Optional<Known> number(int number) {
        return all.stream().filter(known -> known.number() == number).findFirst();
    }

    Stream<Known> charges() {
        return all.stream().filter(known -> known.operation() instanceof Operation.Charge);
    }

    Stream<Known> captures(String payment) {
        return all.stream()
                .filter(known -> known.operation() instanceof Operation.Capture capture
                        && capture.payment().equals(payment));
    }

    Stream<Known> voids(String payment) {
        return all.stream()
                .filter(known -> known.operation() instanceof Operation.Void it
                        && it.payment().equals(payment));
    }

    /** The charge that made this payment, if the ledger remembers it. */
    Optional<Operation.Charge> chargeOf(Payment payment) {
        return payment.tag()
                .flatMap(tag -> number(tag.operation()))
                .map(Known::operation)
                .filter(Operation.Charge.class::isInstance)
                .map(Operation.Charge.class::cast);
    }
}
