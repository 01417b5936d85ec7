package dev.payonce.payment;

import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.Laws.law;

import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Operation.Refund.Why;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Policy.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Orders that are paid, paid twice, paid after they were cancelled; a merchant who refunds in parts, twice at once, and in
 * the dashboard at the same moment; banks that dispute; operators who decide; policies that change; and a gateway whose
 * answers get lost.
 *
 * <p>Each of these, planted by hand, was caught:
 *
 * <ul>
 *   <li>Payment, Refunds: what is pending does not count; a refund that failed keeps its wish.
 *   <li>Refunding: a refund in doubt does not keep the next one waiting; the store's number is ignored; a dispute is
 *       overlooked; the amount is not bounded.
 *   <li>Surplus: another plugin's payment goes back by a rule; the payer need not be seen, or need not be whole; the
 *       number an hour is not counted, or not what this moment adds; it is tried for ever, or for more than is left;
 *       what a person dismissed goes back when the policy changes; a decision overlooks a dispute; a wish of this very
 *       moment is overlooked.
 *   <li>Captures: what is on its way back pays an order meanwhile.
 *   <li>Doubts: a refund at the gateway does not resolve its operation; what a look does not show at once was never
 *       made; what did not go back is not looked at again.
 *   <li>Answers: an unknown refund is refused; a pending one is done.
 *   <li>Operations: a number is used twice.
 *   <li>Returns: what is refunded and disputed is not asked about.
 * </ul>
 */
class RefundsPropertyTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int STEPS = Integer.getInteger("cases", 100_000);
    private static final Duration[] PAUSES = {
        Duration.ZERO, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(16), Duration.ofHours(30)
    };

    @Test
    void whatGoesBackIsWhatWasWishedForAndNeverMoreThanCameIn() {
        int settled = 0;
        Map<Cause, Integer> refunds = new EnumMap<>(Cause.class);
        for (long seed = SEED; settled < STEPS; seed++) {
            Case one = new Case(new Random(seed));
            try {
                one.play();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("-Dseed=" + seed + ": " + broken.getMessage() + "\n" + one, broken);
            }
            settled += one.shift.settled;
            one.opened.forEach(refund -> refunds.merge(refund.cause(), 1, Integer::sum));
        }
        System.out.println("Settled " + settled + " times, refunds " + refunds + ", seeds from " + SEED);
    }

    private static final class Case {

        private final Random random;
        private final Given given;
        private final Bank bank;
        private final Shift shift;
        private final Map<String, Request> asked = new LinkedHashMap<>();
        private final List<Operation.Refund> opened = new ArrayList<>();
        private final Map<String, Set<Integer>> overBefore = new HashMap<>();
        private final Set<Integer> done = new HashSet<>();
        private final List<String> givenUp = new ArrayList<>();
        private Terms terms;

        Case(Random random) {
            this.random = random;
            this.terms = terms();
            this.given = Given.given(anOrder(), terms);
            this.bank = new Bank(random, given::now);
            this.bank.poor = random.nextInt(6) == 0;
            this.shift = new Shift(random, given, bank, this::watch);
        }

        private Terms terms() {
            return new Terms(
                    any(Policy.LateSuccess.values()),
                    random.nextInt(4) == 0 ? Policy.ExtraPayment.ASK : Policy.ExtraPayment.REFUND,
                    random.nextInt(3) == 0 ? random.nextInt(2) : 20,
                    any(Policy.Disputes.values()));
        }

        private <T> T any(T[] all) {
            return all[random.nextInt(all.length)];
        }

        void play() {
            pay();
            for (int round = 0; round < 10; round++) {
                given.after(any(PAUSES));
                bank.goOn();
                happen();
                shift.work();
                check();
            }
            comeToRest();
        }

        /** By the shop's own plugin, by us, by us twice, or by us and only after the order was cancelled. */
        private void pay() {
            int how = random.nextInt(6);
            if (how == 0) {
                bank.pays(APayment.stripe("pi_plugin").claimed());
                shift.lookAtEverything();
            } else if (how > 1) {
                losesOne("lost1");
                if (random.nextInt(3) == 0) {
                    losesOne("lost2");
                }
            }
            for (int i = 0; i < 4 && how < 4 && given.order().paid().isEmpty(); i++) {
                ask(new Request.Pay("pay" + i, "stripe", "pm_" + i, false, "", false));
                shift.work();
                bank.goOn();
            }
            if (how > 3 || random.nextInt(8) == 0) {
                given.becomes(dev.payonce.order.Order.Status.CANCELLED);
            }
            if (how > 1) {
                secondPayment();
                secondPayment();
                shift.work();
            }
        }

        /** A charge that everybody has to believe never arrived. */
        private void losesOne(String key) {
            bank.swallows = true;
            ask(new Request.Pay(key, "stripe", "pm_0", false, "", false));
            for (int round = 0; round < 3; round++) {
                shift.work();
                given.after(Policy.ABSENT_AFTER);
            }
            bank.swallows = false;
        }

        private void happen() {
            for (int i = random.nextInt(3); i >= 0; i--) {
                switch (random.nextInt(16)) {
                    case 0, 1 -> bank.meddle();
                    case 2 -> shift.lookAtEverything();
                    case 3 -> {
                        terms = terms();
                        given.want(terms);
                    }
                    case 4, 5 -> secondPayment();
                    case 6, 7 -> decide();
                    case 8 -> ask(new Request.Pay("pay" + random.nextInt(3), "stripe", "pm_2", false, "", false));
                    default -> ask(wish());
                }
            }
        }

        private Request.Refund wish() {
            long storeRefund = random.nextInt(3) == 0 ? 0 : 70 + random.nextInt(4);
            Optional<Long> minor = switch (random.nextInt(4)) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(4990L);
                default -> Optional.of(500L * (1 + random.nextInt(6)));
            };
            return new Request.Refund("k" + random.nextInt(12), minor, storeRefund, any(Why.values()));
        }

        private void ask(Request request) {
            if (asked.putIfAbsent(request.key(), request) == null) {
                overBefore.put(request.key(), over());
            }
            shift.waiting.put(request.key(), asked.get(request.key()));
        }

        /** Operations that gave nothing back, as everybody knows by now. */
        private Set<Integer> over() {
            Set<Integer> over = new HashSet<>();
            for (Entry line : given.ledger()) {
                switch (line.fact()) {
                    case Fact.Resolved last -> {
                        boolean made = last.how() == Fact.How.DONE || last.how() == Fact.How.UNKNOWN;
                        var _ = made ? over.remove(last.operation()) : over.add(last.operation());
                    }
                    case Fact.Returned(var _, var _, var back)
                    when back.state() == Return.State.FAILED -> back.operation().ifPresent(over::add);
                    case Fact.Returned(var _, var _, var back) ->
                        back.operation().ifPresent(over::remove);
                    default -> {}
                }
            }
            return over;
        }

        private void secondPayment() {
            List<Operation.Charge> charges = operations()
                    .charges()
                    .map(known -> (Operation.Charge) known.operation())
                    .toList();
            if (charges.isEmpty() || random.nextInt(4) == 0) {
                bank.pays(APayment.stripe("pi_plugin2").claimed());
            } else {
                bank.turnsUp(charges.get(random.nextInt(charges.size())));
            }
            shift.lookAtEverything();
        }

        private void decide() {
            given.question().ifPresent(question -> {
                Choice choice =
                        question.choices().get(random.nextInt(question.choices().size()));
                shift.decisions = List.of(
                        new Decision(question.number(), choice, "ann", "why"),
                        new Decision(question.number(), choice, "bob", "why"));
                shift.lookAt(question.about());
                if (choice instanceof Choice.GiveUp) {
                    givenUp.add(given.now() + "");
                }
            });
        }

        private Operations operations() {
            return Operations.of(new Ledger(given.ledger(), Map.of(), List.of()));
        }

        /** Each new operation is right for what the gateway would show at this moment. */
        private void watch(List<Entry> added) {
            for (Entry line : added) {
                if (line.fact() instanceof Fact.Opened(Operation.Refund refund)) {
                    right(refund);
                    opened.add(refund);
                }
                if (line.fact() instanceof Fact.Paid paid) {
                    law(
                            opened.stream()
                                    .noneMatch(refund -> refund.payment().equals(paid.payment()) && mayGoBack(refund)),
                            "what is on its way back pays nothing");
                }
            }
        }

        private void right(Operation.Refund refund) {
            Payment payment = bank.payment(refund.payment());
            long underWay = opened.stream()
                    .filter(other -> other.payment().equals(refund.payment()) && mayGoBack(other))
                    .mapToLong(other -> other.money().minor())
                    .sum();
            law(
                    refund.money().isPositive()
                            && refund.money().minor() <= payment.net().minor() - underWay,
                    "no more is asked for than is left, less what is under way: " + refund);
            law(underWay == 0, "one refund of a payment after another: " + refund);
            law(!payment.disputed(), "nothing goes back that is disputed: " + refund);
            law(opened.stream().noneMatch(other -> other.number() == refund.number()), "a number is used once");
            if (refund.cause() != Cause.WISH) {
                boolean payer = given.order()
                        .paid()
                        .filter(paid -> paid.names().contains(payment.id()))
                        .isPresent();
                law(!payer, "nobody but a person who wishes gives back what the order was paid with: " + refund);
            }
            if (refund.cause().automatic()) {
                law(payment.tag().isPresent(), "a rule moves only our own money");
                long tries = opened.stream()
                        .filter(other -> other.payment().equals(payment.id()))
                        .count();
                law(tries < Policy.REFUNDS, "a rule does not try for ever");
                law(
                        opened.stream()
                                                .filter(other -> other.cause().automatic())
                                                .count()
                                        < terms.refundsPerHour()
                                || hoursPassed(),
                        "so many an hour and no more");
                law(
                        dismissed(payment.id()).stream()
                                .noneMatch(
                                        question -> question.choices().contains(new Choice.RefundExtra(payment.id()))),
                        "what a person decided stays decided");
            }
            if (refund.cause() == Cause.EXTRA) {
                law(terms.extraPayment() == Policy.ExtraPayment.REFUND, "only where the merchant wants it");
                law(
                        bank.all().stream()
                                .filter(other -> !other.id().equals(payment.id()))
                                .anyMatch(other -> other.captured().isPositive()
                                        && other.net().equals(other.captured())
                                        && !other.disputed()),
                        "while another payment is whole");
            }
        }

        private boolean hoursPassed() {
            return opened.stream()
                    .filter(other -> other.cause().automatic())
                    .anyMatch(other -> other.ticket().at().isBefore(given.now().minus(Duration.ofHours(1))));
        }

        private List<Question> dismissed(String payment) {
            return dismissed()
                    .filter(question -> question.objects().contains(payment))
                    .toList();
        }

        private Stream<Question> dismissed() {
            List<Integer> decided = given.ledger().stream()
                    .filter(line -> line.fact() instanceof Fact.Decided(var decision)
                            && (decision.choice() instanceof Choice.Dismiss
                                    || decision.choice() instanceof Choice.AcceptPaid))
                    .map(line -> ((Fact.Decided) line.fact()).decision().question())
                    .toList();
            return given.ledger().stream()
                    .filter(line -> line.fact() instanceof Fact.Asked)
                    .map(line -> ((Fact.Asked) line.fact()).question())
                    .filter(question -> decided.contains(question.number()));
        }

        /** By what is known of it: not done, not turned down, not proven absent. */
        private boolean mayGoBack(Operation.Refund refund) {
            return operations().number(refund.number()).orElseThrow().open();
        }

        private void check() {
            for (Payment payment : bank.all()) {
                long back = payment.returns().stream()
                        .filter(each -> each.kind() == Return.Kind.REFUND && each.counts())
                        .mapToLong(each -> each.money().minor())
                        .sum();
                law(back <= payment.captured().minor(), "no more goes back than came in");
            }
            wishes();
            nothingIsForgotten();
            noteDone();
            shift.finals.forEach((key, answer) -> {
                boolean refund = asked.get(key) instanceof Request.Refund && answer.operation() > 0;
                law(
                        !refund
                                || operations()
                                        .number(answer.operation())
                                        .filter(Operations.Known::inDoubt)
                                        .isEmpty(),
                        "an unknown refund has no final answer: " + key);
                boolean made = bank.all().stream()
                        .flatMap(payment -> payment.returns().stream())
                        .anyMatch(back -> back.operation()
                                .filter(number -> number == answer.operation())
                                .isPresent());
                law(
                        !refund
                                || !made
                                || !answer.code().equals("not_carried_out")
                                || bank.tooLate > 0
                                || !givenUp.isEmpty(),
                        "what was made is not answered as if it never arrived: " + key);
                law(
                        !refund || !overBefore.get(key).contains(answer.operation()),
                        "a new wish is not answered by what had come to nothing before: " + key);
                law(
                        answer.state() != Answer.State.REFUNDED || done.contains(answer.operation()),
                        "answered refunded only when it was done: " + key);
            });
        }

        /** What a rule or a person wanted back, and did not come, is not forgotten. */
        private void nothingIsForgotten() {
            law(
                    !shift.rests || Past.underWayBack(given.ledger()).isEmpty(),
                    "nobody rests while money is on its way back");
            if (!shift.rests || given.question().isPresent()) {
                return;
            }
            Map<String, Operation.Refund> last = new HashMap<>();
            opened.stream()
                    .filter(refund -> refund.cause() != Cause.WISH)
                    .forEach(refund -> last.put(refund.payment(), refund));
            for (Operation.Refund refund : last.values()) {
                Payment payment = bank.payment(refund.payment());
                boolean inVain = operations()
                        .number(refund.number())
                        .filter(known -> !known.counts())
                        .isPresent();
                boolean payer = given.order()
                        .paid()
                        .filter(paid -> paid.names().contains(payment.id()))
                        .isPresent();
                law(
                        !inVain
                                || payer
                                || !remembered(payment)
                                || !payment.holdsMoney()
                                || !dismissed(payment.id()).isEmpty(),
                        "what did not go back does not rest in silence: " + refund);
            }
        }

        /** Unless a person gave one up that came after all. */
        private void wishes() {
            Map<Long, Long> made = bank.all().stream()
                    .flatMap(payment -> payment.returns().stream())
                    .filter(Return::counts)
                    .flatMap(back -> back.storeRefund().stream())
                    .collect(Collectors.groupingBy(wish -> wish, Collectors.counting()));
            made.forEach((wish, times) ->
                    law(times == 1 || !givenUp.isEmpty() || bank.tooLate > 0, "one wish, one refund: " + wish));
            Map<Integer, String> keys = new HashMap<>();
            shift.finals.forEach((key, answer) -> {
                if (answer.operation() > 0
                        && asked.get(key) instanceof Request.Refund refund
                        && refund.storeRefund() == 0) {
                    law(keys.put(answer.operation(), key) == null, "each wish has a refund of its own");
                }
            });
            law(
                    opened.stream()
                                    .filter(refund -> refund.cause() == Cause.WISH)
                                    .count()
                            <= asked.values().stream()
                                    .filter(Request.Refund.class::isInstance)
                                    .count(),
                    "no refund without a wish");
        }

        private void noteDone() {
            bank.all().stream()
                    .flatMap(payment -> payment.returns().stream())
                    .filter(back -> back.state() == Return.State.DONE)
                    .forEach(back -> back.operation().ifPresent(done::add));
        }

        private void comeToRest() {
            for (int round = 0; round < 12; round++) {
                given.after(Duration.ofMinutes(20));
                bank.arrive();
                shift.work();
                check();
            }
            for (int round = 0; round < 6 || (round < 40 && unsettled()); round++) {
                shift.lookAtEverything();
                bank.arrive();
                shift.work();
                given.after(Duration.ofMinutes(20));
            }
            atRest();
        }

        private boolean unsettled() {
            return !shift.waiting.isEmpty()
                    || operations().all().stream().anyMatch(Operations.Known::open)
                    || !remembered();
        }

        private void atRest() {
            boolean asking = given.question().isPresent();
            law(shift.waiting.isEmpty(), "everybody is answered");
            law(
                    asking
                            || dismissed().findAny().isPresent()
                            || operations().all().stream().noneMatch(Operations.Known::open),
                    "no operation is forgotten");
            law(remembered(), "every return is on record as it is");
            for (Payment payment : bank.all()) {
                boolean payer = given.order()
                        .paid()
                        .filter(paid -> paid.names().contains(payment.id()))
                        .isPresent();
                boolean dismissed = !dismissed(payment.id()).isEmpty();
                law(
                        payer || !payment.holdsMoney() || asking || dismissed,
                        "no money rests in silence: " + payment.id());
                law(
                        !payment.overdrawn() || !payment.disputed() || asking || dismissed,
                        "what was refunded and is disputed is asked about: " + payment.id());
            }
        }

        private boolean remembered() {
            return bank.all().stream()
                    .filter(payment -> payment.stage() == Stage.CAPTURED)
                    .allMatch(this::remembered);
        }

        private boolean remembered(Payment payment) {
            Map<String, Return.State> last = new HashMap<>();
            given.ledger().forEach(line -> {
                if (line.fact() instanceof Fact.Returned(var _, var _, var back)) {
                    Return.State before = last.put(back.id(), back.state());
                    law(before != back.state(), "each state is recorded once");
                }
            });
            return payment.returns().stream().allMatch(back -> last.get(back.id()) == back.state());
        }

        @Override
        public String toString() {
            return given.now() + " " + given.order() + " " + terms + "\n ledger " + given.lines() + "\n asked " + asked
                    + "\n waiting " + shift.waiting.keySet() + "\n final " + shift.finals + "\n bank " + bank.all()
                    + "\n question " + given.question();
        }
    }
}
