package dev.payonce.gateway.stripe;

import com.stripe.param.ReviewListParams;
import com.stripe.param.radar.EarlyFraudWarningListParams;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rights of a restricted key to read what only some payments have, so that their lack would show late. */
final class StripeRights {

    private static final String REVIEWS = "reviews";
    private static final String WARNINGS = "early fraud warnings";
    private static final ReviewListParams ONE_REVIEW =
            ReviewListParams.builder().setLimit(1L).build();
    private static final EarlyFraudWarningListParams ONE_WARNING =
            EarlyFraudWarningListParams.builder().setLimit(1L).build();
    private static final Set<String> FORBIDDEN = Set.of("stripe-403");

    private StripeRights() {}

    /** Asks Stripe for one of each, and returns the names of those that the key may not read. */
    static List<String> unreadable(StripeAccount account) {
        StripeConnection access = new StripeConnection(account, StripeTimeouts.ACTION);
        return Stream.of(REVIEWS, WARNINGS)
                .filter(what -> isForbidden(access.calls(), what))
                .toList();
    }

    private static boolean isForbidden(StripeCalls calls, String what) {
        try {
            calls.probe(
                    what,
                    what.equals(REVIEWS)
                            ? stripe -> stripe.v1().reviews().list(ONE_REVIEW)
                            : stripe -> stripe.v1().radar().earlyFraudWarnings().list(ONE_WARNING));
            return false;
        } catch (ApplicationFailure failure) {
            if (FORBIDDEN.contains(FailureDetails.code(failure))) {
                return true;
            }
            throw failure;
        }
    }
}
