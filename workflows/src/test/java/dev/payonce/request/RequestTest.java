package dev.payonce.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.order.OrderId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of a request's fingerprint, by which the same key with another wish is refused. */
class RequestTest {

    private static final OrderId ORDER = new OrderId("", 1001);

    /** Each of them under one key; the caller's name is no part of the wish. */
    private static final List<Request> WISHES = List.of(
            new Request.Pay("k", "stripe", "pm_visa", false, "", false, ""),
            new Request.Pay("k", "other", "pm_visa", false, "", false, ""),
            new Request.Pay("k", "stripe", "pm_master", false, "", false, ""),
            new Request.Pay("k", "stripe", "pm_visa", true, "", false, ""),
            new Request.Pay("k", "stripe", "pm_visa", false, "https://shop.example/thanks", false, ""),
            new Request.Pay("k", "stripe", "pm_visa", false, "", true, ""),
            new Request.Pay(
                    "k",
                    "stripe",
                    "pm_visa",
                    false,
                    "",
                    false,
                    "",
                    Optional.of(new MethodUse("cus_1", MethodUse.Save.OFF_SESSION, true))),
            new Request.Capture("k", Optional.empty(), true, ""),
            new Request.Capture("k", Optional.of(100L), true, ""),
            new Request.Capture("k", Optional.of(100L), false, ""),
            new Request.Cancel("k", ""),
            new Request.Refund("k", Optional.empty(), 0, RefundReason.NONE, ""),
            new Request.Refund("k", Optional.of(100L), 0, RefundReason.NONE, ""),
            new Request.Refund("k", Optional.of(100L), 7, RefundReason.NONE, ""),
            new Request.Refund("k", Optional.of(100L), 7, RefundReason.DUPLICATE, ""),
            new Request.Refresh("k", "stripe", ""),
            new Request.Refresh("k", "other", ""));

    @Test
    void eachWishHasItsOwnFingerprint() {
        assertThat(WISHES).extracting(wish -> wish.fingerprint(ORDER)).doesNotHaveDuplicates();
        assertThat(WISHES).extracting(Request::asked).doesNotContain("");
    }

    @Test
    void theSameWishForAnotherOrderIsAnother() {
        assertThat(WISHES)
                .allSatisfy(wish ->
                        assertThat(wish.fingerprint(new OrderId("", 1002))).isNotEqualTo(wish.fingerprint(ORDER)));
    }

    @Test
    void theCallerAndTheKeyAreNoPartOfTheWish() {
        Request.Cancel cancel = new Request.Cancel("k", "");
        Request.Cancel other = new Request.Cancel("k2", "checkout");

        assertThat(other.caller()).isEqualTo("checkout");
        assertThat(other.fingerprint(ORDER)).isEqualTo(cancel.fingerprint(ORDER));
    }
}
