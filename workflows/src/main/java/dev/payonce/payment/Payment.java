package dev.payonce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A payment at one gateway, under all its names, as the gateway described it at {@code seenAt}.
 *
 * @param gateway the gateway account's name, for instance {@code stripe}
 * @param id the name to ask the gateway by
 * @param transaction the name that the store's own plugin would record on the order
 * @param tag present when Payonce made the payment: only then may Payonce move its money
 * @param claim what another plugin's metadata says about the order it is for
 * @param amount what the payment was made for
 * @param captured what was captured of it, before any refund
 * @param externalIds all its names; its id and its transaction are among them whether they are listed or not
 * @param reversals each refund and dispute once; of one that is listed twice the last counts
 * @param until when an authorization or an open payment expires, if the gateway says so
 * @param created when the gateway made it, if the gateway says so
 * @param saved the method that it leaves behind to pay with again, where it was made for that
 * @param fee what it cost, once the gateway has booked it
 */
public record Payment(
        String gateway,
        String id,
        String transaction,
        ExternalIds externalIds,
        Optional<Tag> tag,
        Optional<Claim> claim,
        Stage stage,
        WaitsFor waitsFor,
        Optional<Decline> decline,
        Money amount,
        Money captured,
        List<Reversal> reversals,
        Optional<Instant> until,
        Optional<Instant> created,
        Instant seenAt,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SavedMethod> saved,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Fee> fee) {

    public Payment {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A payment has an id to ask its gateway by");
        }
        if (!amount.currency().equals(captured.currency())) {
            throw new IllegalArgumentException("A payment is captured in the currency it was made in");
        }
        externalIds = externalIds.and(ExternalIds.of(id, transaction));
        reversals = each(reversals);
    }

    /** The actor of the next step. */
    public enum WaitsFor {
        NOTHING,
        SHOPPER,
        GATEWAY
    }

    /**
     * The tag of Payonce in the gateway's metadata.
     *
     * @param site fingerprint of the shop's address
     * @param orderKey fingerprint of the order's key
     * @param operation the number of the operation in the order's ledger
     */
    public record Tag(String store, String site, long order, String orderKey, int operation) {}

    /**
     * The marks of another plugin in the metadata; each part is empty where it wrote nothing. The number proves
     * nothing.
     *
     * @param orderKey fingerprint of the order's key
     * @param number the order's number, which a numbering plugin may have made up
     * @param site fingerprint of the shop's address
     */
    public record Claim(String orderKey, String number, String site) {}

    /**
     * The gateway said no.
     *
     * @param code the gateway's reason, for instance {@code insufficient_funds}
     * @param advice on another attempt, where the gateway or the bank gives one
     */
    public record Decline(
            String code,
            boolean mayRetry,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RetryAdvice> advice) {

        public Decline {
            String safe = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "_");
            code = safe.substring(0, Math.min(safe.length(), 64));
        }
    }

    /**
     * Returns the number of another order that the metadata name, without its key, while this order records the payment:
     * renewals and copied orders bear their parent's. A numbering plugin may have made the number up, so it counts only
     * where that order exists.
     */
    public Optional<Long> namesInsteadOf(Order order) {
        return claim.filter(made -> tag.isEmpty()
                        && made.orderKey().isEmpty()
                        && order.externalIds().meet(externalIds))
                .map(Claim::number)
                .filter(number -> number.matches("[1-9][0-9]{0,17}") && !number.equals(order.displayNumber()))
                .map(Long::valueOf)
                .filter(number -> number != order.id().number());
    }

    /** Returns the same payment without its fee, which the next lookup shows: an answer that travels stays short. */
    public Payment withoutFee() {
        return with(reversals, Optional.empty());
    }

    /** Returns the same payment with one more reversal, or with the later state of one that it has. */
    public Payment with(Reversal reversal) {
        return with(Stream.concat(reversals.stream(), Stream.of(reversal)).toList(), fee);
    }

    private Payment with(List<Reversal> others, Optional<Fee> booked) {
        return new Payment(
                gateway,
                id,
                transaction,
                externalIds,
                tag,
                claim,
                stage,
                waitsFor,
                decline,
                amount,
                captured,
                others,
                until,
                created,
                seenAt,
                saved,
                booked);
    }

    /** Returns true when the payment may still turn into money without a new attempt. */
    public boolean alive() {
        return stage != Stage.CAPTURED && stage != Stage.CLOSED;
    }

    /** Returns true when only the shopper can go on with it, perhaps days from now; until then it holds no money. */
    public boolean inTheShoppersHand() {
        return stage == Stage.PENDING && waitsFor == WaitsFor.SHOPPER;
    }

    /** Returns true when the gateway refused the last try and nothing is under way. */
    public boolean refused() {
        return stage == Stage.OPEN && decline.isPresent() && waitsFor != WaitsFor.GATEWAY;
    }

    public boolean holdsMoney() {
        return net().isPositive();
    }

    /** Returns true when a dispute about it is open or lost. */
    public boolean disputed() {
        return reversals.stream().anyMatch(Reversal::disputes);
    }

    /** Returns the amount that the merchant still holds of what was captured; never negative. */
    public Money net() {
        long returned = sum(Reversal::counts);
        return new Money(Math.max(0, captured.minor() - returned), captured.currency());
    }

    /** Returns true when refunds and disputes together take more than was captured. */
    public boolean overdrawn() {
        return sum(reversal -> reversal.kind() == Reversal.Kind.REFUND && reversal.counts()) > 0
                && sum(reversal -> reversal.counts() || reversal.disputes()) > captured.minor();
    }

    /** Returns true when all that was captured has been refunded; what is still on its way has not. */
    public boolean refunded() {
        return captured.isPositive()
                && sum(reversal -> reversal.kind() == Reversal.Kind.REFUND && reversal.state() == Reversal.State.DONE)
                        >= captured.minor();
    }

    /** Saturates, since every amount is bounded; another currency than the payment's cannot be counted. */
    private long sum(Predicate<Reversal> which) {
        return reversals.stream()
                .filter(which)
                .filter(reversal -> reversal.money().currency().equals(captured.currency()))
                .mapToLong(reversal -> Math.max(0, reversal.money().minor()))
                .reduce(0, (sum, next) -> Math.min(Money.LARGEST_MINOR, sum + next));
    }

    private static List<Reversal> each(List<Reversal> reversals) {
        Map<String, Reversal> byId = new LinkedHashMap<>();
        reversals.forEach(reversal -> byId.put(reversal.kind() + " " + reversal.id(), reversal));
        return List.copyOf(byId.values());
    }
}
