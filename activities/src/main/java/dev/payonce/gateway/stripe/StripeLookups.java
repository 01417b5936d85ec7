package dev.payonce.gateway.stripe;

import dev.payonce.order.Names;
import dev.payonce.payment.Failures;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Mark;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Payment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks payments up by id, or by our tag in a list that is never behind; never by search, which lags behind by up to an
 * hour. A charge, a refund or a dispute is answered with the payment it belongs to.
 */
final class StripeLookups {

    private final StripeAccess access;
    private final StripeSightings sightings;

    StripeLookups(StripeAccess access, StripeSightings sightings) {
        this.access = access;
        this.sightings = sightings;
    }

    Observation look(Lookup what) {
        requireOurs(what);
        StripeCalls calls = access.calls();
        Map<String, Payment> payments = new LinkedHashMap<>();
        List<String> unfound = new ArrayList<>();
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (String object : intentsFirst(what.objects())) {
            Mark.parse(object)
                    .ifPresentOrElse(mark -> marks.put(object, mark), () -> byId(calls, object, payments, unfound));
        }
        byMark(calls, marks, payments, unfound);
        return Observation.of(what, List.copyOf(payments.values()), Names.of(unfound));
    }

    private void byId(StripeCalls calls, String id, Map<String, Payment> payments, List<String> unfound) {
        if (payments.values().stream().anyMatch(payment -> called(payment, id))) {
            return;
        }
        Optional<Payment> payment = StripeId.of(id)
                .flatMap(known -> known.intent(calls))
                .flatMap(intent -> Optional.ofNullable(payments.get(intent)).or(() -> sightings.look(calls, intent)));
        payment.ifPresentOrElse(it -> payments.put(it.id(), it), () -> unfound.add(id));
    }

    /** The list is asked for only the marks that no payment seen so far carries. */
    private void byMark(
            StripeCalls calls, Map<String, Mark> marks, Map<String, Payment> payments, List<String> unfound) {
        Set<Mark> missing = new HashSet<>(marks.values());
        missing.removeIf(mark -> !mark.isOfAll() && carried(payments, mark));
        for (String id : StripeMarks.intents(calls, missing)) {
            if (!payments.containsKey(id)) {
                // Listed and yet not there: that proves nothing.
                payments.put(id, sightings.look(calls, id).orElseThrow(() -> StripeErrors.unreadable(id)));
            }
        }
        marks.forEach((text, mark) -> {
            if (!carried(payments, mark)) {
                unfound.add(text);
            }
        });
    }

    private static boolean carried(Map<String, Payment> payments, Mark mark) {
        return payments.values().stream().anyMatch(payment -> StripeMarks.named(payment, mark));
    }

    /** A payment tells all its other names, so that those need not be asked for. */
    private static List<String> intentsFirst(Names objects) {
        return objects.all().stream()
                .sorted(Comparator.comparing(id -> !id.startsWith("pi_")))
                .toList();
    }

    private static boolean called(Payment payment, String id) {
        return payment.names().contains(id)
                || payment.returns().stream().anyMatch(back -> back.id().equals(id));
    }

    private void requireOurs(Lookup what) {
        if (!what.gateway().equals(access.account().name())) {
            throw Failures.refused("stripe-other-account", "This is not the account that the look-up names", null);
        }
        if (what.objects().all().size() > Lookup.MOST) {
            throw Failures.refused("stripe-too-many", "A look-up names at most " + Lookup.MOST + " objects", null);
        }
    }
}
