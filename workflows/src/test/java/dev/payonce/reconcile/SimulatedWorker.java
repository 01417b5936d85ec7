package dev.payonce.reconcile;

import static dev.payonce.reconcile.Invariants.law;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.order.ExternalIds;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
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
 * The workflow's own loop over a {@link SimulatedGateway}, with a worker that dies now and then, until all is calm: it forgets what it
 * had in hand, or the next one settles what it has seen, as old as that is by then. After each settlement the same is
 * settled again: that changes nothing.
 */
final class SimulatedWorker {

    private static final int MOST_TURNS = 40;

    final Map<String, Request> waiting = new LinkedHashMap<>();
    final Map<String, PaymentResult> finals = new HashMap<>();
    List<Lookup> lookups = List.of();
    List<ReviewDecision> decisions = List.of();
    int reconciled;

    /** Whether nothing was left to do when the worker was last at work. */
    boolean rests;

    private final Random random;
    private final Given given;
    private final SimulatedGateway bank;
    private final BiConsumer<List<Entry>, Map<String, PaymentResult>> watch;
    private Observation outcomes = Observation.NOTHING;
    private Instant toldAt = Instant.EPOCH;
    private Optional<Batch> left = Optional.empty();

    /** What is settled together, and when it was looked at. */
    private record Batch(
            Observation seen,
            List<Lookup> lookups,
            List<Request> requests,
            List<ReviewDecision> decisions,
            Instant at) {}

    /** @param watch is told the lines that each settlement has added, and what it answers */
    SimulatedWorker(
            Random random,
            Given given,
            SimulatedGateway bank,
            BiConsumer<List<Entry>, Map<String, PaymentResult>> watch) {
        this.random = random;
        this.given = given;
        this.bank = bank;
        this.watch = watch;
    }

    void refreshAtEverything() {
        refreshAt(bank.all().stream()
                .map(payment -> new Lookup("stripe", ExternalIds.of(payment.id())))
                .toList());
    }

    /** Besides what is to be looked at anyhow. */
    void refreshAt(List<Lookup> what) {
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
            Reconciliation reconciliation = reconcile(left.orElseGet(this::batch));
            if (dies(12)) {
                return; // Dies before it carries out what is due, or looks.
            }
            if (!reconciliation.due().isEmpty()) {
                refreshAt(reconciliation.next() instanceof Next.RefreshAfter refresh ? refresh.what() : List.of());
                for (Operation operation : reconciliation.due()) {
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
            boolean atOnce = switch (reconciliation.next()) {
                case Next.Rest() -> false;
                case Next.RefreshAfter(var after, var what) -> {
                    refreshAt(what);
                    yield after.isZero();
                }
                case Next.NeedsReview(var _, var meanwhile) -> {
                    refreshAt(meanwhile.what());
                    yield false;
                }
            };
            if (!atOnce && !news) {
                rests = reconciliation.next() instanceof Next.Rest;
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
            refreshAt(batch.lookups());
            decisions = Stream.concat(batch.decisions().stream(), decisions.stream())
                    .toList();
        });
    }

    private boolean justNow(Instant time) {
        return Duration.between(time, given.now()).compareTo(Policy.FRESH) <= 0;
    }

    private Batch batch() {
        Batch batch = new Batch(
                bank.refresh(lookups).and(outcomes), lookups, List.copyOf(waiting.values()), decisions, given.now());
        outcomes = Observation.NOTHING;
        lookups = List.of();
        decisions = List.of();
        return batch;
    }

    private Reconciliation reconcile(Batch batch) {
        left = Optional.empty();
        int lines = given.ledger().size();
        Reconciliation reconciliation = given.reconciles(batch.seen(), batch.at(), batch.requests(), batch.decisions());
        List<Entry> ledger = given.ledger();
        watch.accept(ledger.subList(lines, ledger.size()), reconciliation.results());
        again(reconciliation, batch);
        reconciled += 2;
        reconciliation.results().forEach(this::answered);
        return reconciliation;
    }

    /** A retry whose first try committed answers as that did. */
    private void again(Reconciliation reconciliation, Batch batch) {
        List<String> lines = given.lines();
        Reconciliation same = given.reconciles(batch.seen(), batch.at(), batch.requests(), batch.decisions());
        law(given.lines().equals(lines), () -> "settled again, nothing is added to " + lines);
        law(same.due().equals(reconciliation.due()), "settled again, the same is due");
        reconciliation
                .results()
                .forEach((key, result) -> law(
                        result.equals(same.results().getOrDefault(key, result)),
                        () -> "settled again, answered the same " + key + result
                                + same.results().get(key)));
    }

    private void answered(String key, PaymentResult result) {
        if (!result.waits()) {
            waiting.remove(key);
        }
        if (result.isFinal() && !key.startsWith("look")) {
            PaymentResult before = finals.putIfAbsent(key, result);
            law(
                    before == null || before.equals(result),
                    () -> "the same key, the same final answer: " + before + result);
        }
    }
}
