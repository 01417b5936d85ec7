package dev.payonce.api;

import dev.payonce.api.operations.HandledMoney;
import dev.payonce.api.operations.SweepController;
import dev.payonce.api.operations.WaitingList;
import dev.payonce.gateway.NextActions;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.ledger.StoredRequests;
import dev.payonce.money.Money;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.OrderId;
import dev.payonce.redis.ResultCache;
import dev.payonce.request.IdempotencyCache.Finished;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.temporal.BulkRefreshes;
import dev.payonce.temporal.TemporalRuns;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import dev.payonce.workflow.SweepWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.springframework.context.support.GenericApplicationContext;

/** The systems behind the API in memory: a cache, a ledger, a workflow and a gateway, each of which may be away. */
final class ScriptedSystems implements ResultCache, StoredRequests, RequestClient, ShopperActions {

    static final OrderId ORDER = new OrderId("", 7);
    static final Money MONEY = new Money(4990, "EUR");
    static final PaymentResult PAID = PaymentResult.of(PaymentResult.State.PAID, about(MONEY, 1));
    static final PaymentResult DECLINED = PaymentResult.declined("insufficient_funds", true, 1);
    static final PaymentResult ACTION = new PaymentResult.Action(Optional.empty(), about(MONEY, 1));

    final Map<String, Finished> cache = new HashMap<>();
    final Map<String, StoredRequest> ledger = new HashMap<>();
    final List<Request> asked = new ArrayList<>();
    final List<String> gateways = new ArrayList<>();
    final Jobs bulk = new Jobs();
    volatile HandledMoney.Records handled = _ -> new HandledPayment.Result.Changed();
    int cacheReads;
    int ledgerReads;
    boolean cacheIsAway;
    boolean ledgerIsAway;
    boolean gatewayIsAway;
    Optional<CyclicBarrier> together = Optional.empty();
    UnaryOperator<Answered> workflow = reply -> reply;
    final List<String> swept = new ArrayList<>();
    boolean temporalIsAway;
    PaymentResult result = PaymentResult.notYet(PaymentResult.Why.NO_PAYMENT);

    void register(GenericApplicationContext beans) {
        beans.registerBean(ShopperActions.class, () -> this);
        beans.registerBean(HandledMoney.Records.class, () -> asked -> handled.handle(asked));
        beans.registerBean(BulkRefreshes.class, () -> bulk);
        beans.registerBean(SweepController.Sweeps.class, () -> this::sweep);
    }

    synchronized void forget() {
        cache.clear();
        swept.clear();
        ledger.clear();
        asked.clear();
        gateways.clear();
        bulk.jobs.clear();
        bulk.progressReads = 0;
        cacheReads = 0;
        ledgerReads = 0;
        cacheIsAway = false;
        ledgerIsAway = false;
        gatewayIsAway = false;
        together = Optional.empty();
        workflow = reply -> reply;
        temporalIsAway = false;
        result = PaymentResult.notYet(PaymentResult.Why.NO_PAYMENT);
    }

    private SweepWorkflow.Asked sweep(String who, String why) {
        if (temporalIsAway) {
            throw new IllegalStateException("secret detail");
        }
        swept.add(who + ": " + why);
        return new SweepWorkflow.Asked(Instant.parse("2026-11-25T12:00:00Z"), swept.size() > 1);
    }

    /** Returns the operators' list with these rows; without Temporal it has no stalled runs. */
    WaitingList list(List<ReviewTable.Row> reviews, List<UnassignedTable.Row> unassigned, List<TemporalRuns.Run> runs) {
        return new WaitingList(_ -> reviews, _ -> unassigned, _ -> {
            if (temporalIsAway) {
                throw new IllegalStateException("secret detail");
            }
            return runs;
        });
    }

    @Override
    public synchronized Optional<Finished> finished(String key) {
        cacheReads++;
        return cacheIsAway ? Optional.empty() : Optional.ofNullable(cache.get(key));
    }

    @Override
    public synchronized void remember(Finished finished) {
        if (!cacheIsAway) {
            cache.put(finished.key(), finished);
        }
    }

    @Override
    public synchronized Optional<StoredRequest> of(String key) {
        ledgerReads++;
        if (ledgerIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return Optional.ofNullable(ledger.get(key));
    }

    /** Answers as scripted; where two have to meet, each waits for the other first. */
    @Override
    public Answered ask(OrderId order, Request request, String gateway, Duration within) throws Unavailable {
        together.ifPresent(ScriptedSystems::meet);
        synchronized (this) {
            asked.add(request);
            gateways.add(gateway);
            if (temporalIsAway) {
                throw new Unavailable("UNAVAILABLE", new IllegalStateException());
            }
            return workflow.apply(new Answered(request.fingerprint(order), result));
        }
    }

    @Override
    public Optional<NextActions.Action> of(String gateway, String payment) {
        if (gatewayIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return Optional.of(
                new NextActions.Action(Optional.of("https://hooks.example/" + payment), Optional.of("secret_1")));
    }

    /** Stores a result as the worker does. */
    synchronized void reconciled(Request request, PaymentResult result) {
        String fingerprint = request.fingerprint(ORDER);
        ledger.put(
                request.key(),
                new StoredRequest(request.key(), ORDER.number(), fingerprint, result.operation(), Optional.of(result)));
        if (result.isFinal() && !cacheIsAway) {
            cache.put(request.key(), new Finished(request.key(), fingerprint, result));
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }

    static PaymentResult.Reference about(Money money, int operation) {
        return PaymentResult.Reference.payment("stripe", "pi_1", money, operation);
    }

    /** The bulk refreshes: 500 runs, of which the first look at a job shows half as done. */
    static final class Jobs implements BulkRefreshes {

        final Map<String, String> jobs = new HashMap<>();
        private int progressReads;

        @Override
        public long count(Filter filter) {
            return filter.code().filter("none"::equals).isPresent() ? 0 : 500;
        }

        @Override
        public synchronized Started start(String job, Filter filter, String who, String why) {
            jobs.putIfAbsent(job, filter.status() + " by " + who + ": " + why);
            return jobs.size() > 1 ? Started.OTHERS_RUN : Started.RUNS;
        }

        /** Shows the progress of a job: half of it is done, then all. */
        @Override
        public synchronized Optional<Progress> progress(String job) {
            return Optional.ofNullable(jobs.get(job))
                    .map(_ ->
                            ++progressReads == 1 ? new Progress(500, 250, 0, true) : new Progress(500, 499, 1, false));
        }
    }
}
