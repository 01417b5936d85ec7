package dev.payonce.payment;

import static dev.payonce.payment.Laws.law;

import dev.payonce.order.Names;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The workflow's own loop over a {@link Bank}, with a worker that dies now and then and forgets what it had in hand, until
 * all is calm.
 * After each settlement the same is settled again: that changes nothing.
 */
final class Shift {

    private static final int MOST_TURNS = 40;

    final Map<String, Request> waiting = new LinkedHashMap<>();
    final Map<String, Answer> finals = new HashMap<>();
    List<Lookup> lookups = List.of();
    List<Decision> decisions = List.of();
    int settled;

    /** Whether nothing was left to do when the worker was last at work. */
    boolean rests;

    private final Random random;
    private final Given given;
    private final Bank bank;
    private final Consumer<List<Entry>> watch;
    private Observation outcomes = Observation.NOTHING;

    /** @param watch is told the lines that each settlement has added */
    Shift(Random random, Given given, Bank bank, Consumer<List<Entry>> watch) {
        this.random = random;
        this.given = given;
        this.bank = bank;
        this.watch = watch;
    }

    void lookAtEverything() {
        lookAt(bank.all().stream()
                .map(payment -> new Lookup("stripe", Names.of(payment.id())))
                .toList());
    }

    /** Besides what is to be looked at anyhow. */
    void lookAt(List<Lookup> what) {
        lookups = Stream.concat(lookups.stream(), what.stream()).toList();
    }

    void work() {
        rests = false;
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            Settlement settlement = settle();
            if (!bank.calm && random.nextInt(12) == 0) {
                return; // Dies before it carries out what is due, or looks.
            }
            if (!settlement.due().isEmpty()) {
                lookups = settlement.next() instanceof Next.Look look ? look.what() : List.of();
                for (Operation operation : settlement.due()) {
                    Outcome outcome = bank.carryOut(operation);
                    if (!bank.calm && random.nextInt(10) == 0) {
                        return; // Dies with the outcome in hand.
                    }
                    outcomes = outcomes.and(Observation.of(outcome));
                }
                continue;
            }
            switch (settlement.next()) {
                case Next.Rest() -> {
                    rests = true;
                    return;
                }
                case Next.Look(var after, var what) -> {
                    lookups = what;
                    if (!after.isZero()) {
                        return;
                    }
                }
                case Next.Ask(var _, var meanwhile) -> {
                    lookups = meanwhile.what();
                    return;
                }
            }
        }
        throw new AssertionError("it comes to an end");
    }

    private Settlement settle() {
        Observation seen = bank.look(lookups).and(outcomes);
        List<Request> batch = List.copyOf(waiting.values());
        int lines = given.ledger().size();
        Settlement settlement = given.settles(seen, batch, decisions);
        List<Entry> ledger = given.ledger();
        watch.accept(ledger.subList(lines, ledger.size()));
        again(settlement, seen, batch);
        settled += 2;
        outcomes = Observation.NOTHING;
        lookups = List.of();
        decisions = List.of();
        settlement.answers().forEach(this::answered);
        return settlement;
    }

    /** A retry whose first try committed answers as that did. */
    private void again(Settlement settlement, Observation seen, List<Request> batch) {
        List<String> lines = given.lines();
        Settlement same = given.settles(seen, batch, decisions);
        law(given.lines().equals(lines), "settled again, nothing is added");
        law(same.due().equals(settlement.due()), "settled again, the same is due");
        settlement
                .answers()
                .forEach((key, answer) -> law(
                        answer.equals(same.answers().getOrDefault(key, answer)),
                        "settled again, answered the same " + key + answer
                                + same.answers().get(key)));
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
}
