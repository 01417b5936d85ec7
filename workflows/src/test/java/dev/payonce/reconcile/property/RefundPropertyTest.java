package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.property.LedgerInvariants.law;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.ledger.Operations;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The property tests of refunds: orders that are paid once, twice, or after they were cancelled; a merchant who refunds
 * in parts, twice at once, and in the dashboard at the same moment; banks that dispute; operators who decide; policies
 * that change; and a gateway whose answers get lost.
 *
 * <p>{@code -Dhistories=} bounds the number of histories (some 63 reconciliations each), {@code -Dseed=} is their first.
 * Each of these faults, planted alone by hand, was caught by at most 1,700 of them:
 *
 * <ul>
 *   <li>Ledger: a pending refund does not count; a failed refund keeps its request; a number is used twice.
 *   <li>Requests: an unknown refund does not keep the next one waiting, is refused, or counts as absent; the store's
 *       number is ignored; a dispute is overlooked; the amount has no bound; an open charge is overlooked; the payer is
 *       not observed, or long ago.
 *   <li>Duplicate payments: another plugin's, or a disputed one, is refunded; a forgotten charge is refunded by a rule;
 *       the payer is not observed, is not whole, or is being refunded; the hourly limit is not counted; a rule tries for
 *       ever, or for more than is left; a dismissed refund is made when the policy changes; a decision overlooks a dispute.
 *   <li>Captures and reversals: money on its way back pays an order; a pending refund is not refreshed; a refunded and
 *       disputed payment is not asked about.
 * </ul>
 *
 * <p>Not caught, since this world's ledger forgets nothing and its payers stay: {@code DuplicatePaymentPolicyTest} and
 * {@code UnknownRefundTest} have examples of those.
 */
class RefundPropertyTest {

    private static final long SEED = Long.getLong("seed", 1);
    private static final int HISTORIES = Integer.getInteger("histories", 600);
    private static final int REPORTED = 10_000;

    /** The rounds without any result after which none will come. */
    private static final int STILL = 3;

    private static final Duration[] INTERVALS = {
        Duration.ZERO, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(16), Duration.ofHours(30)
    };

    @Test
    void refundsAreThoseRequestedAndNeverMoreThanCameIn() {
        long reconciled = 0;
        Map<Cause, Integer> refunds = new EnumMap<>(Cause.class);
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            Case one = new Case(new Random(seed));
            try {
                one.play();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + "\n" + one, broken);
            }
            reconciled += one.worker.reconciled;
            one.invariants.opened.forEach(refund -> refunds.merge(refund.cause(), 1, Integer::sum));
            long played = seed - SEED + 1;
            if (played % REPORTED == 0 || played == HISTORIES) {
                System.out.println(played + " histories, reconciled " + reconciled + " times, refunds " + refunds
                        + ", seeds from " + SEED);
            }
        }
    }

    private static final class Case {

        private final Random random;
        private final Given given;
        private final SimulatedGateway bank;
        private final SimulatedWorker worker;
        private final RefundInvariants invariants;
        private final RestInvariants rest;
        private int meddled;

        Case(Random random) {
            this.random = random;
            Terms terms = terms();
            this.given = Given.given(anOrder(), terms);
            this.bank = new SimulatedGateway(random, given::now);
            this.bank.poor = random.nextInt(6) == 0;
            this.invariants = new RefundInvariants(given, bank, terms);
            this.rest = new RestInvariants(given, bank);
            this.worker = new SimulatedWorker(random, given, bank, invariants::watch);
        }

        private Terms terms() {
            return Given.terms(
                    any(Policy.LateSuccess.values()),
                    random.nextInt(4) == 0 ? Policy.DuplicatePayment.REVIEW : Policy.DuplicatePayment.REFUND,
                    random.nextInt(3) == 0 ? random.nextInt(2) : 20,
                    any(Policy.Disputes.values()));
        }

        private <T> T any(T[] all) {
            return all[random.nextInt(all.length)];
        }

        void play() {
            pay();
            for (int round = 0; round < 10; round++) {
                given.after(any(INTERVALS));
                bank.goOn();
                happen();
                worker.work();
                check();
            }
            comeToRest();
        }

        /** Pays by the shop's own plugin, by us, by us twice, or by us and only after the order was cancelled. */
        private void pay() {
            int how = random.nextInt(6);
            if (how == 0) {
                bank.pays(PaymentBuilder.stripe("pi_plugin").claimed());
                worker.refreshAtEverything();
            } else if (how > 1) {
                losesOne("lost1");
                if (random.nextInt(3) == 0) {
                    losesOne("lost2");
                }
            }
            for (int i = 0; i < 4 && how < 4 && given.order().paid().isEmpty(); i++) {
                ask(new Request.Pay("pay" + i, "stripe", "pm_" + i, false, "", false, ""));
                worker.work();
                bank.goOn();
            }
            if (how > 3 || random.nextInt(8) == 0) {
                given.becomes(Status.CANCELLED);
            }
            if (how > 1) {
                secondPayment();
                secondPayment();
                worker.work();
            }
        }

        /** Loses a charge, which then counts as absent. */
        private void losesOne(String key) {
            bank.swallows = true;
            ask(new Request.Pay(key, "stripe", "pm_0", false, "", false, ""));
            for (int round = 0; round < 3; round++) {
                worker.work();
                given.after(Policy.ABSENT_AFTER);
            }
            bank.swallows = false;
        }

        private void happen() {
            for (int i = random.nextInt(3); i >= 0; i--) {
                switch (random.nextInt(16)) {
                    case 0, 1 -> meddle();
                    case 2 -> worker.refreshAtEverything();
                    case 3 -> {
                        invariants.terms = terms();
                        given.want(invariants.terms);
                    }
                    case 4, 5 -> secondPayment();
                    case 6, 7 -> decide();
                    case 8 -> ask(new Request.Pay("pay" + random.nextInt(3), "stripe", "pm_2", false, "", false, ""));
                    default -> ask(refund());
                }
            }
        }

        private Request.Refund refund() {
            long storeRefund = random.nextInt(3) == 0 ? 0 : 70 + random.nextInt(4);
            Optional<Long> minor = switch (random.nextInt(4)) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(4990L);
                default -> Optional.of(500L * (1 + random.nextInt(6)));
            };
            return new Request.Refund("k" + random.nextInt(12), minor, storeRefund, any(RefundReason.values()), "");
        }

        private void ask(Request request) {
            worker.waiting.put(request.key(), invariants.asks(request));
        }

        private void secondPayment() {
            List<Operation.Charge> charges = rest.operations()
                    .charges()
                    .map(known -> (Operation.Charge) known.operation())
                    .toList();
            if (charges.isEmpty() || random.nextInt(4) == 0) {
                bank.pays(PaymentBuilder.stripe("pi_plugin2").claimed());
            } else {
                bank.turnsUp(charges.get(random.nextInt(charges.size())));
            }
            if (random.nextInt(4) == 0) {
                meddle(); // Before anybody has seen it, perhaps.
            }
            worker.refreshAtEverything();
        }

        /** Refunds some of it, as by hand in the dashboard, or disputes it, as a bank does. */
        private void meddle() {
            List<Payment> captured =
                    bank.all().stream().filter(Payment::holdsMoney).toList();
            if (captured.isEmpty()) {
                return;
            }
            Payment payment = captured.get(random.nextInt(captured.size()));
            Money part = new Money(
                    1 + random.nextLong(payment.net().minor()), payment.net().currency());
            Money money = random.nextBoolean() ? payment.net() : part;
            boolean dispute = random.nextInt(3) == 0;
            boolean crossed = dispute && random.nextInt(3) == 0; // A bank does not know what a merchant gave back.
            if (!payment.disputed()) {
                bank.back(
                        payment,
                        new Reversal(
                                (dispute ? "dp_" : "re_") + "m" + ++meddled,
                                dispute ? Reversal.Kind.DISPUTE : Reversal.Kind.REFUND,
                                dispute ? Reversal.State.OPEN : Reversal.State.DONE,
                                crossed ? payment.captured() : money,
                                Optional.empty(),
                                Optional.empty()));
            }
        }

        private void decide() {
            given.review().ifPresent(review -> {
                ReviewAction action =
                        review.actions().get(random.nextInt(review.actions().size()));
                worker.decisions = List.of(
                        new ReviewDecision(review.number(), action, "ann", "why", "d" + random.nextLong()),
                        new ReviewDecision(review.number(), action, "bob", "why", "d" + random.nextLong()));
                worker.refreshAt(review.about());
                invariants.decides(action);
            });
        }

        private void check() {
            invariants.check(worker.finals);
            if (worker.rests) {
                law(LedgerInvariants.underWayBack(given.ledger()).isEmpty(), "no run rests while a refund is pending");
                rest.nothingIsForgotten(invariants.opened);
            }
        }

        private void comeToRest() {
            for (int round = 0, still = 0; round < 12 && still < STILL; round++) {
                still = passes() ? 0 : still + 1;
            }
            for (int round = 0, still = 0; round < 40 && (still < STILL || unsettled()); round++) {
                worker.refreshAtEverything();
                still = passes() ? 0 : still + 1;
            }
            rest.atRest(worker.waiting.isEmpty());
        }

        /** Returns true when it had a result. */
        private boolean passes() {
            int lines = given.ledger().size();
            given.after(Duration.ofMinutes(20));
            bank.arrive();
            worker.work();
            check();
            return given.ledger().size() > lines;
        }

        private boolean unsettled() {
            return !worker.waiting.isEmpty()
                    || worker.interrupted()
                    || rest.operations().all().stream().anyMatch(Operations.Known::open)
                    || !rest.stored();
        }

        @Override
        public String toString() {
            return given.now() + " " + given.order() + " " + invariants.terms + "\n ledger " + given.lines()
                    + "\n asked "
                    + invariants
                    + "\n waiting " + worker.waiting.keySet() + "\n final " + worker.finals + "\n bank " + bank.all()
                    + "\n review " + given.review();
        }
    }
}
