package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An order's operations and what became of them, as its ledger tells, oldest first. */
public record Operations(List<Known> all) {

    /** Begins the detail of an operation that the gateway did not take because of a fault of the installation. */
    public static final String NOT_SENT = "not-sent:";

    /** Begins the detail of one that the gateway did not take for such a fault, after a try that may have reached it. */
    public static final String PERHAPS_SENT = "perhaps-sent:";

    /**
     * @param last its last status, as a line of the ledger; empty while it is due for the first time
     * @param since when that was written down
     * @param inDoubt when its outcome was last written down as unknown
     * @param neverSent true while each of its tries was answered, and by the answer that the gateway took nothing
     */
    public record Known(
            Operation operation,
            Optional<Fact.OperationResolved> last,
            Instant since,
            Optional<Instant> inDoubt,
            boolean neverSent) {

        public int number() {
            return operation.number();
        }

        public OperationStatus status() {
            return last.map(Fact.OperationResolved::status).orElse(OperationStatus.DUE);
        }

        public boolean due() {
            return is(OperationStatus.DUE) || is(OperationStatus.RESENT);
        }

        public boolean is(OperationStatus status) {
            return status() == status;
        }

        /** Returns true while the gateway itself may still carry it out. */
        public boolean mayCome() {
            return unknown() && last.filter(Fact.OperationResolved::mayRetry).isPresent();
        }

        public boolean unknown() {
            return is(OperationStatus.UNKNOWN);
        }

        private Known with(Fact.OperationResolved resolved, Instant at) {
            boolean unknown = resolved.status() == OperationStatus.UNKNOWN;
            boolean sent = unknown && Operations.notSent(resolved).isEmpty();
            return new Known(
                    operation, Optional.of(resolved), at, unknown ? Optional.of(at) : inDoubt, neverSent && !sent);
        }

        /** Returns why the gateway did not take its last try, a fault of the installation; empty for any other outcome. */
        public Optional<String> notSent() {
            return last.flatMap(Operations::notSent);
        }

        /** Returns true for a charge that a cancellation held back, so that its last try was not sent. */
        public boolean heldBack() {
            return notSent().filter(Outcome.NotSent.CANCELLED::equals).isPresent();
        }

        /** Reports whether it acts on this payment; a charge does when it confirms it. */
        public boolean targets(String payment) {
            return operation.target().filter(payment::equals).isPresent();
        }

        /** Reports whether it may still move money. */
        public boolean open() {
            return status().isOpen();
        }

        /** Reports whether it may have moved money, or will. */
        public boolean counts() {
            return open() || is(OperationStatus.DONE);
        }
    }

    /** Returns why this try was not sent, a fault of the installation; empty for any other line. */
    public static Optional<String> notSent(Fact.OperationResolved line) {
        return after(NOT_SENT, line);
    }

    /** Returns the fault of the installation for which the gateway did not take this try, whatever an earlier one did. */
    static Optional<String> fault(Fact.OperationResolved line) {
        return notSent(line).or(() -> after(PERHAPS_SENT, line));
    }

    private static Optional<String> after(String prefix, Fact.OperationResolved line) {
        return line.status() == OperationStatus.UNKNOWN && line.detail().startsWith(prefix)
                ? Optional.of(line.detail().substring(prefix.length()))
                : Optional.empty();
    }

    static Operations of(List<Entry> entries) {
        Map<Integer, Known> known = new LinkedHashMap<>();
        for (Entry line : entries) {
            if (line.fact() instanceof Fact.OperationCreated(Operation operation)) {
                known.put(
                        operation.number(), new Known(operation, Optional.empty(), line.at(), Optional.empty(), true));
            } else if (line.fact() instanceof Fact.OperationResolved last) {
                known.computeIfPresent(last.operation(), (_, before) -> before.with(last, line.at()));
            }
        }
        return new Operations(List.copyOf(known.values()));
    }

    public Optional<Known> number(int number) {
        return all.stream().filter(known -> known.number() == number).findFirst();
    }

    public Stream<Known> open() {
        return all.stream().filter(Known::open);
    }

    public Stream<Known> charges() {
        return all.stream().filter(known -> known.operation() instanceof Operation.Charge);
    }

    public Stream<Known> captures(String payment) {
        return of(Operation.Capture.class, payment);
    }

    public Stream<Known> voids(String payment) {
        return of(Operation.Void.class, payment);
    }

    private Stream<Known> of(Class<? extends Operation> kind, String payment) {
        return all.stream().filter(known -> kind.isInstance(known.operation()) && known.targets(payment));
    }

    /** Returns the money of a payment's captures that were made or may be; empty where there are none. */
    public Optional<Money> captured(String payment) {
        return captured(payment, Integer.MAX_VALUE);
    }

    /** @param before counts only operations with a lower number */
    public Optional<Money> captured(String payment, int before) {
        return captures(payment)
                .filter(known -> known.number() < before && known.counts())
                .map(known -> ((Operation.Capture) known.operation()).money())
                .reduce(Money::plus);
    }

    /** Returns the charge of the payment's last attempt: the one that made it, or the last that confirmed it again. */
    public Optional<Known> attemptOf(Payment payment) {
        return charges()
                .filter(known -> ((Operation.Charge) known.operation())
                        .confirms()
                        .map(declined -> declined.id().equals(payment.id()))
                        .orElseGet(() -> payment.tag()
                                .filter(tag -> tag.operation() == known.number())
                                .isPresent()))
                .reduce((_, later) -> later);
    }

    public Optional<Operation.Charge> chargeOf(Payment payment) {
        return payment.tag()
                .flatMap(tag -> number(tag.operation()))
                .map(Known::operation)
                .filter(Operation.Charge.class::isInstance)
                .map(Operation.Charge.class::cast);
    }
}
