package dev.payonce.payment;

import static dev.payonce.payment.Laws.law;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Impatient shoppers, a merchant who captures and cancels, and a gateway whose answers get lost: whatever comes, an order
 * is charged at most once, every request is answered, and the same request always the same.
 */
class ChargingPropertyTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int CASES = Integer.getInteger("cases", 20_000) / 4;
    private static final Duration[] PAUSES = {
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
        private final Given given = Given.given(AnOrder.anOrder());
        private final Bank bank;
        private final Map<String, Request> waiting = new LinkedHashMap<>();
        private final Map<String, Request> asked = new LinkedHashMap<>();
        private final Map<String, Answer> finals = new HashMap<>();
        private List<Lookup> lookups = List.of();
        private Observation outcomes = Observation.NOTHING;

        Case(Random random) {
            this.random = random;
            this.bank = new Bank(random, given::now);
        }

        void play() {
            for (int round = 0; round < 8; round++) {
                given.after(PAUSES[random.nextInt(PAUSES.length)]);
                bank.goOn();
                ask();
                run();
                check();
            }
            comeToRest();
        }

        private void ask() {
            String key = "k" + random.nextInt(6);
            Request request = switch (random.nextInt(8)) {
                case 0 -> new Request.Cancel(key);
                case 1 -> new Request.Capture(key, java.util.Optional.empty(), true);
                case 2 -> new Request.Look("look" + random.nextInt(), "stripe");
                default -> new Request.Pay(key, "stripe", "pm_" + random.nextInt(2), random.nextInt(4) == 0, "", false);
            };
            Request same =
                    request instanceof Request.Look ? request : asked.computeIfAbsent(request.key(), _ -> request);
            waiting.put(same.key(), same);
            if (random.nextInt(5) == 0) {
                lookups = bank.all().stream()
                        .map(payment -> new Lookup("stripe", dev.payonce.order.Names.of(payment.id())))
                        .toList();
            }
        }

        /** The workflow's own loop, with a worker that dies now and then and forgets what it had in hand. */
        private void run() {
            for (int turns = 0; turns < 40; turns++) {
                Observation seen = bank.look(lookups).and(outcomes);
                List<Request> batch = List.copyOf(waiting.values());
                Settlement settled = given.settles(seen, batch, List.of());
                again(settled, seen, batch);
                outcomes = Observation.NOTHING;
                lookups = List.of();
                settled.answers().forEach(this::answered);
                if (random.nextInt(12) == 0) {
                    return; // Dies before it carries out what is due, or looks.
                }
                if (!settled.due().isEmpty()) {
                    for (Operation operation : settled.due()) {
                        Outcome outcome = bank.carryOut(operation);
                        if (random.nextInt(10) == 0) {
                            return; // Dies with the outcome in hand.
                        }
                        outcomes = outcomes.and(Observation.of(outcome));
                    }
                    continue;
                }
                switch (settled.next()) {
                    case Next.Rest() -> {
                        return;
                    }
                    case Next.Look(var after, var what) -> {
                        if (!after.isZero()) {
                            lookups = what;
                            return;
                        }
                        lookups = what;
                    }
                    case Next.Ask(var _, var meanwhile) -> {
                        lookups = meanwhile.what();
                        return;
                    }
                }
            }
            throw new AssertionError("it comes to an end");
        }

        /** Settling the same again changes nothing: a retry whose first try committed answers as that did. */
        private void again(Settlement settled, Observation seen, List<Request> batch) {
            List<String> lines = given.lines();
            Settlement same = given.settles(seen, batch, List.of());
            law(given.lines().equals(lines), "settled again, nothing is added");
            law(same.due().equals(settled.due()), "settled again, the same is due");
            settled.answers()
                    .forEach((key, answer) -> law(
                            answer.equals(same.answers().getOrDefault(key, answer)),
                            "settled again, answered the same " + key));
        }

        private void answered(String key, Answer answer) {
            if (answer.state() != Answer.State.WORKING) {
                waiting.remove(key);
            }
            if (answer.isFinal() && !key.startsWith("look")) {
                Answer before = finals.putIfAbsent(key, answer);
                law(before == null || before.equals(answer), "the same key, the same final answer: " + before + answer);
            }
        }

        private void check() {
            long captured = bank.all().stream()
                    .filter(payment -> payment.stage() == Stage.CAPTURED)
                    .count();
            law(captured <= 1 + bank.tooLate, "captured at most once");
            boolean paid = given.order().paid().isPresent();
            law(!paid || captured >= 1, "paid only when captured");
            finals.forEach((key, answer) -> law(
                    answer.state() != Answer.State.PAID || captured >= 1, "answered paid only when captured: " + key));
        }

        /** With nobody asking for more and every answer arriving, all doubts are resolved. */
        private void comeToRest() {
            for (int round = 0; round < 12; round++) {
                given.after(Duration.ofMinutes(20));
                bank.goOn();
                if (lookups.isEmpty()) {
                    lookups = bank.all().stream()
                            .map(payment -> new Lookup("stripe", dev.payonce.order.Names.of(payment.id())))
                            .toList();
                }
                run();
                check();
            }
            boolean captured = bank.all().stream().anyMatch(payment -> payment.stage() == Stage.CAPTURED);
            boolean paid = given.status() == Status.PROCESSING;
            law(captured == paid || given.question().isPresent(), "captured is paid, or asked about");
            long extra = bank.all().stream()
                            .filter(payment -> payment.stage() == Stage.CAPTURED)
                            .count()
                    - 1;
            law(extra <= 0 || given.question().isPresent(), "what came too late is asked about");
            List<Operations.Known> open = new ArrayList<>(Operations.of(new Ledger(given.ledger(), Map.of(), List.of()))
                    .all());
            open.removeIf(known -> !known.open());
            law(
                    open.isEmpty() || given.question().isPresent() || !waiting.isEmpty(),
                    "no operation is forgotten " + open);
        }

        @Override
        public String toString() {
            return given.now() + " " + given.order() + "\n ledger " + given.lines() + "\n waiting " + waiting
                    + "\n final " + finals + "\n bank " + bank.all();
        }
    }
}
