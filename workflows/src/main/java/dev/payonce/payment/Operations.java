package dev.payonce.payment;

import dev.payonce.payment.Fact.How;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            return last.isEmpty() || is(How.REPEATED);
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
        Map<Integer, Known> known = new LinkedHashMap<>();
        for (Entry line : ledger.entries()) {
            if (line.fact() instanceof Fact.Opened(Operation operation)) {
                known.put(operation.number(), new Known(operation, Optional.empty(), line.at()));
            } else if (line.fact() instanceof Fact.Resolved last) {
                known.computeIfPresent(
                        last.operation(), (_, opened) -> new Known(opened.operation(), Optional.of(last), line.at()));
            }
        }
        return new Operations(List.copyOf(known.values()));
    }

    Optional<Known> number(int number) {
        return all.stream().filter(known -> known.number() == number).findFirst();
    }

    /** The highest number that any operation bears, also one that only the gateway remembers. */
    int highest(Ledger ledger) {
        return Stream.of(
                        all.stream().map(Known::number),
                        ledger.facts(Fact.Sighted.class).map(Fact.Sighted::operation),
                        ledger.facts(Fact.Returned.class).flatMap(returned -> returned.back().operation().stream()))
                .flatMap(numbers -> numbers)
                .max(Comparator.naturalOrder())
                .orElse(0);
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

    Stream<Known> refunds(String payment) {
        return all.stream()
                .filter(known -> known.operation() instanceof Operation.Refund refund
                        && refund.payment().equals(payment));
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
