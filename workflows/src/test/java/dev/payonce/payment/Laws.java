package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Life.Proof;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every settlement, said without the rules' own code: from the payments as they were made up, the
 * order and the ledger before and after.
 */
final class Laws {

    private final World world;
    private final Whose whose;
    private final Map<String, String> paidKey = new HashMap<>();

    Laws(World world) {
        this.world = world;
        this.whose = new Whose(world);
    }

    /** Settles it twice and holds every law against it. */
    Settlement settle(Observation seen) {
        Order before = world.given.order();
        List<Entry> ledger = world.given.ledger();
        Settlement settled = world.given.settles(seen);
        List<Entry> added =
                world.given.ledger().subList(ledger.size(), world.given.ledger().size());

        shape(settled);
        added.forEach(line -> {
            switch (line.fact()) {
                case Fact.Paid paid -> paid(paid, before, ledger, seen);
                case Fact.Moved moved -> moved(moved, before, ledger, seen);
                case Fact.Sighted sighted -> {
                    whose.remember(sighted.payment(), before);
                    law(
                            !Past.isFinal(Past.last(ledger, sighted.payment())) || Past.isFinal(sighted),
                            "what is final stays final");
                }
                case Fact.Closed(int number) ->
                    law(
                            seen.looked().all().containsAll(Past.question(ledger, number)),
                            "a question is closed by a look");
                case Fact.Returned _, Fact.Unfound _, Fact.Asked _, Fact.Opened _, Fact.Resolved _, Fact.Decided _ -> {}
            }
        });
        remembered(seen, before);
        view(settled);
        again(settled, seen);
        return settled;
    }

    private void shape(Settlement settled) {
        Set<String> names = new HashSet<>();
        for (Entry line : settled.entries()) {
            law(line.name().length() <= 255, "names stay short");
            law(names.add(line.name()), "a line is written once");
        }
        List<Question> open = open();
        switch (settled.next()) {
            case Next.Rest() -> law(open.isEmpty(), "an open question does not rest");
            case Next.Look look -> {
                bounded(look, Policy.LONG_LOOK);
                law(look.after().isZero() || open.isEmpty(), "an open question is asked");
            }
            case Next.Ask(Question question, Next.Look meanwhile) -> {
                bounded(meanwhile, Policy.ASKING_LOOK);
                law(open.equals(List.of(question)), "one question at a time");
                law(!question.lines().isEmpty() && !question.about().isEmpty(), "a question says what it is about");
                law(!meanwhile.after().isZero(), "a question is asked when all was seen");
                Names looked = objects(meanwhile.what());
                law(looked.all().containsAll(question.objects().all()), "what is asked about is looked at");
            }
        }
    }

    private void bounded(Next.Look look, Duration longest) {
        law(look.after().compareTo(longest) <= 0 && !look.after().isNegative(), "a look has a bound");
        law(!look.what().isEmpty() && !objects(look.what()).none(), "a look is at something");
    }

    private void paid(Fact.Paid paid, Order before, List<Entry> ledger, Observation seen) {
        Proof proof = world.life(paid.payment()).proof;
        boolean tagged = proof == Proof.TAG;
        long tolerance = tagged ? 0 : 1;
        law(
                seen.payments().stream()
                        .filter(payment -> payment.id().equals(paid.payment()))
                        .anyMatch(payment -> payment.stage() == Payment.Stage.CAPTURED
                                && payment.net().minor() > 0
                                && payment.captured().equals(paid.captured())),
                "paid only by captured money that is still there");
        boolean earlier = ledger.stream()
                .anyMatch(line ->
                        line.fact() instanceof Fact.Paid one && one.payment().equals(paid.payment()));
        boolean ever = ledger.stream().anyMatch(line -> line.fact() instanceof Fact.Paid);
        boolean refunded = ledger.stream()
                .anyMatch(line -> line.fact() instanceof Fact.Moved moved && moved.why() == Fact.Why.REFUNDED);
        law(paid.again() ? earlier : !ever || refunded, "one payment pays an order");
        law(paid.again() || within(tolerance, paid.captured(), before.total().orElseThrow()), "paid by what was asked");
        law(!paid.again() || !Past.meant(ledger), "a refund or a dispute was no accident");
        law(whose.proven(paid.payment(), paid.names(), proof, before), "paid by the order's own payment");
        law(
                Objects.equals(paidKey.computeIfAbsent(paid.payment(), _ -> before.key()), before.key()),
                "a payment pays one order");
        law(
                switch (before.status()) {
                    case PENDING, FAILED -> true;
                    case ON_HOLD, CANCELLED -> !paid.again();
                    case PROCESSING, COMPLETED, REFUNDED, OTHER -> false;
                },
                "only an unpaid order is paid");
    }

    private static boolean within(long tolerance, Money captured, Money total) {
        return captured.currency().equals(total.currency()) && Math.abs(captured.minor() - total.minor()) <= tolerance;
    }

    private void moved(Fact.Moved moved, Order before, List<Entry> ledger, Observation seen) {
        Payment payment = seen.payments().stream()
                .filter(one -> one.id().equals(moved.payment()))
                .max((one, other) -> one.seenAt().compareTo(other.seenAt()))
                .orElseThrow();
        Duration age = Duration.between(payment.seenAt(), world.given.now());
        boolean fresh = age.compareTo(Policy.FRESH) <= 0;
        switch (moved.why()) {
            case DECLINED -> {
                boolean gone = payment.stage() == Payment.Stage.CLOSED && before.status() == Status.ON_HOLD;
                law(fresh && (gone || payment.decline().isPresent()), "an order fails by a fresh decline");
                law(
                        before.status() == Status.PENDING || Past.heldFor(ledger, payment.id()),
                        "only an order that waits for it fails by a decline");
                hopeless(payment.gateway(), ledger, before, seen);
            }
            case VOIDED -> {
                law(fresh && payment.stage() == Payment.Stage.CLOSED, "cancelled by a fresh look at what is closed");
                law(before.status() == Status.ON_HOLD && Past.heldFor(ledger, payment.id()), "what was held for it");
                hopeless(payment.gateway(), ledger, before, seen);
            }
            case EXPIRED -> {
                law(fresh && payment.stage() == Payment.Stage.CLOSED, "given up by a fresh look at what is closed");
                law(before.status() == Status.PENDING, "only an order that waits is given up");
                hopeless(payment.gateway(), ledger, before, seen);
            }
            case REFUNDED -> law(fresh && payment.refunded(), "refunded by a fresh look at a whole refund");
            case DISPUTED, DISPUTE_LOST -> law(fresh && payment.disputed(), "disputed by a fresh look");
            case DISPUTE_WON -> law(fresh && !payment.disputed(), "won by a fresh look");
            case AUTHORIZED -> law(payment.stage() == Payment.Stage.AUTHORIZED, "on hold by an authorization");
            case PENDING -> law(payment.stage() == Payment.Stage.PENDING, "on hold by a pending payment");
        }
    }

    /** Of every payment that we know of this order, a fresh look says that it will not pay. */
    private void hopeless(String gateway, List<Entry> ledger, Order before, Observation seen) {
        for (Life life : world.lives) {
            boolean named =
                    before.names().meet(life.names()) && life.now().gateway().equals(gateway);
            boolean known = named
                    || ledger.stream()
                            .anyMatch(line -> line.fact() instanceof Fact.Sighted sighted
                                    && sighted.payment().equals(life.id()));
            boolean ours = whose.proven(life.id(), life.names(), life.proof, before);
            boolean hope = seen.payments().stream()
                    .filter(payment -> payment.id().equals(life.id()))
                    .max((one, other) -> one.seenAt().compareTo(other.seenAt()))
                    .map(Laws::mayPay)
                    .orElse(known && life.now().alive() && !Past.isFinal(Past.last(ledger, life.id())));
            law(!ours || !hope, "an order fails when no payment of it may still succeed");
        }
    }

    private static boolean mayPay(Payment payment) {
        return switch (payment.stage()) {
            case CAPTURED -> payment.net().minor() > 0;
            case APPROVED, PENDING, AUTHORIZED -> true;
            case OPEN -> payment.decline().isEmpty() || payment.waitsFor() == Payment.WaitsFor.GATEWAY;
            case CLOSED -> false;
        };
    }

    /** What a look just now says of a payment of this order is the last that the ledger says of it. */
    private void remembered(Observation seen, @Nullable Order order) {
        for (Payment payment : seen.payments()) {
            Life life = world.life(payment.id());
            if (order != null
                    && payment.seenAt().equals(world.given.now())
                    && whose.proven(life.id(), life.names(), life.proof, order)) {
                Fact.Sighted last = Past.last(world.given.ledger(), payment.id());
                law(last != null && last.stage() == payment.stage(), "what is seen is remembered");
                law(
                        payment.stage() != Payment.Stage.OPEN
                                || last.decline().equals(payment.decline().map(Payment.Decline::code)),
                        "a decline is remembered");
            }
        }
    }

    private void view(Settlement settled) {
        boolean asking = settled.view().status() == View.Status.ASKING;
        law(asking == !open().isEmpty(), "an open question is shown");
        boolean paid = world.given.ledger().stream().anyMatch(line -> line.fact() instanceof Fact.Paid);
        law(
                asking
                        || !paid
                        || Set.of(View.Status.PAID, View.Status.REFUNDED, View.Status.DISPUTED)
                                .contains(settled.view().status()),
                "a paid order is shown as one");
    }

    /** The same look again, at once or as long as it is fresh, changes nothing. */
    private void again(Settlement settled, Observation seen) {
        List<Entry> ledger = world.given.ledger();
        Order order = world.given.order();
        if (seen.unfound().isEmpty()) {
            world.given.after(seen.payments().stream()
                    .map(payment -> Policy.FRESH.minus(Duration.between(payment.seenAt(), world.given.now())))
                    .filter(left -> !left.isNegative())
                    .min(Duration::compareTo)
                    .filter(_ -> world.random.nextBoolean())
                    .orElse(Duration.ZERO));
        }
        Settlement again = world.given.settles(seen);
        law(world.given.ledger().equals(ledger), "settling again writes nothing");
        law(Objects.equals(world.given.order(), order), "settling again moves nothing");
        law(again.view().equals(settled.view()), "settling again shows the same");
        law(modulo(again.next()).equals(modulo(settled.next())), "settling again goes on the same");
    }

    /** Pauses grow with time. */
    private static Next modulo(Next next) {
        return switch (next) {
            case Next.Rest rest -> rest;
            case Next.Look look -> modulo(look);
            case Next.Ask(Question question, Next.Look meanwhile) -> new Next.Ask(question, modulo(meanwhile));
        };
    }

    private static Next.Look modulo(Next.Look look) {
        return new Next.Look(look.after().isZero() ? Duration.ZERO : Policy.Pauses.DEFAULT.first(), look.what());
    }

    /** When everything that had to be seen was seen: no money rests in silence, nothing under way is forgotten. */
    void atRest(Settlement settled, Observation seen) {
        for (Payment payment : seen.payments()) {
            Life life = world.life(payment.id());
            if (!new APayment(life.now()).seenAt(payment.seenAt()).made().equals(payment)) {
                continue;
            }
            Order order = world.given.order();
            boolean asked =
                    open().stream().anyMatch(question -> question.objects().contains(payment.id()));
            boolean payer = order != null && whose.paid(payment, order);
            if (life.now().stage() == Payment.Stage.CAPTURED && life.now().net().minor() > 0) {
                law(payer || asked || !whose.concerns(life, order), "no money rests in silence: " + payment.id());
            }
            boolean atWork = life.now().alive() && life.now().waitsFor() == Payment.WaitsFor.GATEWAY;
            if (atWork && !payer && order != null && whose.proven(life.id(), life.names(), life.proof, order)) {
                law(looksAt(settled.next()).contains(payment.id()), "what is under way is looked at again");
            }
        }
        world.lives.forEach(life -> waitedFor(settled, life));
        if (world.given.order() != null) {
            Past.underWayBack(world.given.ledger())
                    .forEach(payment ->
                            law(looksAt(settled.next()).contains(payment), "what goes back is looked at: " + payment));
        }
        for (Lookup missing : seen.unfound()) {
            missing.objects().all().stream()
                    .filter(object -> world.given.order() == null
                            || !world.given.order().names().contains(object))
                    .forEach(object ->
                            law(looksAt(settled.next()).contains(object), "what is missing is looked for again"));
        }
    }

    /**
     * I5: what may still pay an unpaid order, as far as the ledger knows, has a next look, a void that is due, or a
     * question.
     */
    private void waitedFor(Settlement settled, Life life) {
        Order order = world.given.order();
        Fact.Sighted last = Past.last(world.given.ledger(), life.id());
        if (order == null || last == null || order.paid().isPresent()) {
            return;
        }
        boolean unpaid = switch (order.status()) {
            case PENDING, FAILED, ON_HOLD -> true;
            case PROCESSING, COMPLETED, CANCELLED, REFUNDED, OTHER -> false;
        };
        boolean waits = switch (last.stage()) {
            case PENDING, AUTHORIZED -> true;
            case OPEN -> last.decline().isEmpty() && last.operation() > 0;
            case APPROVED, CAPTURED, CLOSED -> false;
        };
        boolean voided = settled.due().stream()
                .anyMatch(
                        due -> due instanceof Operation.Void it && it.payment().equals(life.id()));
        boolean asked = open().stream().anyMatch(question -> question.objects().contains(life.id()));
        boolean payer = world.given.ledger().stream().anyMatch(line -> line.fact() instanceof Fact.Paid);
        law(
                !unpaid
                        || payer
                        || !waits
                        || voided
                        || asked
                        || looksAt(settled.next()).contains(life.id()),
                "what may still pay the order has a next look: " + life.id());
    }

    private static Names looksAt(Next next) {
        return switch (next) {
            case Next.Rest() -> Names.NONE;
            case Next.Look look -> objects(look.what());
            case Next.Ask ask -> objects(ask.meanwhile().what());
        };
    }

    private static Names objects(List<Lookup> what) {
        return what.stream().map(Lookup::objects).reduce(Names.NONE, Names::and);
    }

    private List<Question> open() {
        return Questions.open(new Ledger(world.given.ledger(), Map.of(), List.of()));
    }

    /** Where saying it costs more than holding it. */
    static void law(boolean holds, Supplier<String> law) {
        law(holds, holds ? "" : law.get());
    }

    static void law(boolean holds, String law) {
        if (!holds) {
            throw new AssertionError(law);
        }
    }
}
