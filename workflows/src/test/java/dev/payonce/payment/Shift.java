package dev.payonce.payment;

import static dev.payonce.payment.Laws.law;

import dev.payonce.order.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The workflow's own loop over a {@link Bank}, with a worker that dies now and then, until all is calm: it forgets what it
 * had in hand, or the next one settles what it has seen, as old as that is by then. After each settlement the same is
 * settled again: that changes nothing.
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
    private final BiConsumer<List<Entry>, Map<String, Answer>> watch;
    private Observation outcomes = Observation.NOTHING;
    private Instant toldAt = Instant.EPOCH;
    private Optional<Batch> left = Optional.empty();

    /** What is settled together, and when it was looked at. */
    private record Batch(
            Observation seen, List<Lookup> lookups, List<Request> requests, List<Decision> decisions, Instant at) {}

    /** @param watch is told the lines that each settlement has added, and what it answers */
    Shift(Random random, Given given, Bank bank, BiConsumer<List<Entry>, Map<String, Answer>> watch) {
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
        takeUp();
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            if (left.isEmpty() && dies(24)) {
                left = Optional.of(batch());
                return; // Dies when it has looked, before it settles.
            }
            Settlement settlement = settle(left.orElseGet(this::batch));
            if (dies(12)) {
                return; // Dies before it carries out what is due, or looks.
            }
            if (!settlement.due().isEmpty()) {
                lookAt(settlement.next() instanceof Next.Look look ? look.what() : List.of());
                for (Operation operation : settlement.due()) {
                    Outcome outcome = bank.carryOut(operation);
                    if (dies(10)) {
                        left = Optional.of(batch());
                        return; // Dies with this outcome in hand; those before it are known.
                    }
                    outcomes = outcomes.and(Observation.of(outcome));
                    toldAt = given.now();
                }
                if (dies(16)) {
                    return; // Dies when it was told, before it looks.
                }
                continue;
            }
            boolean news = !lookups.isEmpty();
            boolean atOnce = switch (settlement.next()) {
                case Next.Rest() -> false;
                case Next.Look(var after, var what) -> {
                    lookAt(what);
                    yield after.isZero();
                }
                case Next.Ask(var _, var meanwhile) -> {
                    lookAt(meanwhile.what());
                    yield false;
                }
            };
            if (!atOnce && !news) {
                rests = settlement.next() instanceof Next.Rest;
                return;
            }
        }
        throw new AssertionError("it comes to an end");
    }

    private boolean dies(int onceIn) {
        return !bank.calm && random.nextInt(onceIn) == 0;
    }

    /** Whether something that was seen is not settled. */
    boolean interrupted() {
        return left.isPresent();
    }

    /** What was told or seen a moment ago is asked for again; what is older is settled as it was then. */
    private void takeUp() {
        outcomes = justNow(toldAt) ? Observation.NOTHING : outcomes;
        left.filter(batch -> justNow(batch.at())).ifPresent(batch -> {
            left = Optional.empty();
            lookAt(batch.lookups());
            decisions = Stream.concat(batch.decisions().stream(), decisions.stream())
                    .toList();
        });
    }

    private boolean justNow(Instant time) {
        return Duration.between(time, given.now()).compareTo(Policy.FRESH) <= 0;
    }

    private Batch batch() {
        Batch batch = new Batch(
                bank.look(lookups).and(outcomes), lookups, List.copyOf(waiting.values()), decisions, given.now());
        outcomes = Observation.NOTHING;
        lookups = List.of();
        decisions = List.of();
        return batch;
    }

    private Settlement settle(Batch batch) {
        left = Optional.empty();
        int lines = given.ledger().size();
        Settlement settlement = given.settles(batch.seen(), batch.at(), batch.requests(), batch.decisions());
        List<Entry> ledger = given.ledger();
        watch.accept(ledger.subList(lines, ledger.size()), settlement.answers());
        again(settlement, batch);
        settled += 2;
        settlement.answers().forEach(this::answered);
        return settlement;
    }

    /** A retry whose first try committed answers as that did. */
    private void again(Settlement settlement, Batch batch) {
        List<String> lines = given.lines();
        Settlement same = given.settles(batch.seen(), batch.at(), batch.requests(), batch.decisions());
        law(given.lines().equals(lines), () -> "settled again, nothing is added to " + lines);
        law(same.due().equals(settlement.due()), "settled again, the same is due");
        settlement
                .answers()
                .forEach((key, answer) -> law(
                        answer.equals(same.answers().getOrDefault(key, answer)),
                        () -> "settled again, answered the same " + key + answer
                                + same.answers().get(key)));
    }

    private void answered(String key, Answer answer) {
        if (answer.state() != Answer.State.WORKING) {
            waiting.remove(key);
        }
        if (answer.isFinal() && !key.startsWith("look")) {
            Answer before = finals.putIfAbsent(key, answer);
            law(
                    before == null || before.equals(answer),
                    () -> "the same key, the same final answer: " + before + answer);
        }
    }
}
