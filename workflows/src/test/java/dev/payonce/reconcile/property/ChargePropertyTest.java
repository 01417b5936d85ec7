package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.law;

import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The property tests of impatient shoppers, a merchant who captures and cancels, and a gateway whose answers get lost:
 * an order is charged at most once, every request is answered, and the same request always the same.
 */
class ChargePropertyTest {

    private static final long SEED = Long.getLong("seed", 1);
    private static final int CASES = Integer.getInteger("cases", 20_000) / 8;
    private static final int SWEPT = 6;
    private static final int CALM = 12;
    private static final Duration[] INTERVALS = {
        Duration.ZERO, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(16), Duration.ofHours(30)
    };

    @Test
    void anOrderIsChargedAtMostOnceWhateverIsAskedForAndLost() {
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Case one = new Case(new Random(seed));
            try {
                one.play();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + "\n" + one, broken);
            }
        }
    }

    private static final class Case {

        private final Random random;
        private final Given given = Given.given(OrderBuilder.anOrder());
        private final SimulatedGateway bank;
        private final SimulatedWorker worker;
        private final Map<String, Request> asked = new LinkedHashMap<>();

        Case(Random random) {
            this.random = random;
            this.bank = new SimulatedGateway(random, given::now);
            this.worker = new SimulatedWorker(random, given, bank, (_, _) -> {});
        }

        void play() {
            for (int round = 0; round < 8; round++) {
                given.after(INTERVALS[random.nextInt(INTERVALS.length)]);
                bank.goOn();
                fault();
                ask();
                worker.work();
                check();
            }
            comeToRest();
        }

        /** Sets a wrong key for a while, or another account's, or resets a run to an operation of then. */
        private void fault() {
            bank.keyIsWrong = random.nextInt(10) == 0;
            boolean knowsOne = Ledger.of(given.ledger()).lastObserved().values().stream()
                    .anyMatch(payment -> payment.stage() != Stage.CLOSED);
            bank.isAnotherAccount = knowsOne && !bank.keyIsWrong && random.nextInt(10) == 0;
            List<Operations.Known> all = operations();
            if (random.nextInt(3) == 0 && !all.isEmpty() && !worker.interrupted()) {
                Operations.Known one = all.get(random.nextInt(all.size()));
                boolean alone = bank.all().stream().noneMatch(payment -> payment.holdsMoney() || payment.alive())
                        && all.stream().noneMatch(other -> other.open() && other.number() != one.number());
                worker.resets(one.operation(), alone);
            }
        }

        private List<Operations.Known> operations() {
            return Ledger.of(given.ledger()).operations().all();
        }

        /** Asks once, or as ten impatient callers at once. */
        private void ask() {
            int callers = random.nextInt(12) == 0 ? 10 : 1;
            for (int caller = 0; caller < callers; caller++) {
                ask("k" + random.nextInt(callers == 1 ? 6 : 16));
            }
            if (random.nextInt(5) == 0) {
                worker.refreshAtEverything();
            }
        }

        private void ask(String key) {
            Request request = switch (random.nextInt(8)) {
                case 0 -> new Request.Cancel(key, "");
                case 1 -> new Request.Capture(key, java.util.Optional.empty(), true, "");
                case 2 -> new Request.Refresh("refresh" + random.nextInt(), "stripe", "");
                default ->
                    new Request.Pay(key, "stripe", "pm_" + random.nextInt(2), random.nextInt(4) == 0, "", false, "");
            };
            Request same =
                    request instanceof Request.Refresh ? request : asked.computeIfAbsent(request.key(), _ -> request);
            worker.waiting.put(same.key(), same);
        }

        private void check() {
            long captured = captured();
            law(captured <= 1 + bank.tooLate, "captured at most once");
            boolean paid = given.order().paid().isPresent();
            law(!paid || captured >= 1, "paid only when captured");
            worker.finals.forEach((key, result) -> law(
                    !result.is(PaymentResult.State.PAID) || captured >= 1, "answered paid only when captured: " + key));
        }

        private long captured() {
            return bank.all().stream()
                    .filter(payment -> payment.stage() == Stage.CAPTURED)
                    .count();
        }

        /**
         * Resolves all doubts, without further requests and with every answer. The sweep finds late effects of the
         * gateway in its event list, also while another payment is waited for.
         */
        private void comeToRest() {
            for (int round = 0; round < 14; round++) {
                given.after(Duration.ofMinutes(20));
                bank.calm = round >= CALM;
                bank.keyIsWrong = false;
                bank.isAnotherAccount = false;
                bank.goOn();
                if (worker.lookups.isEmpty() || round == SWEPT || bank.calm) {
                    worker.refreshAtEverything();
                }
                worker.work();
                check();
            }
            boolean paid = given.status() == Status.PROCESSING;
            law(
                    captured() > 0 == paid || given.review().isPresent(),
                    () -> "captured is paid, or asked about: " + given.status() + given.lines());
            List<Operations.Known> open =
                    new ArrayList<>(Ledger.of(given.ledger()).operations().all());
            open.removeIf(known -> !known.open());
            boolean resolved = open.isEmpty() || given.review().isPresent() || !worker.waiting.isEmpty();
            law(resolved, "no operation is forgotten " + open);
            long held = bank.all().stream().filter(Payment::holdsMoney).count();
            law(
                    held <= 1 || given.review().isPresent() || !open.isEmpty() || !worker.lookups.isEmpty(),
                    "what came too late is given back, or asked about");
        }

        @Override
        public String toString() {
            return given.now() + " " + given.order() + "\n ledger " + given.lines() + "\n waiting " + worker.waiting
                    + "\n final " + worker.finals + "\n bank " + bank.all();
        }
    }
}
