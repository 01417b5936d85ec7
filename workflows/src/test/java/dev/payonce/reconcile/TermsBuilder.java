package dev.payonce.reconcile;

import dev.payonce.reconcile.Policy.Terms;

/** A builder of the merchant's terms for tests: the usual ones, but for one choice. */
final class TermsBuilder {

    private TermsBuilder() {}

    static Terms lapsing(Policy.Lapsing wanted) {
        return terms(wanted, Policy.Twins.REFUSE, Policy.Inquiry.NOTE, Policy.DECLINES_PER_HOUR);
    }

    static Terms twins(Policy.Twins wanted) {
        return terms(Policy.Lapsing.REVIEW, wanted, Policy.Inquiry.NOTE, Policy.DECLINES_PER_HOUR);
    }

    static Terms inquiry(Policy.Inquiry wanted) {
        return terms(Policy.Lapsing.REVIEW, Policy.Twins.REFUSE, wanted, Policy.DECLINES_PER_HOUR);
    }

    static Terms declines(int anHour) {
        return terms(Policy.Lapsing.REVIEW, Policy.Twins.REFUSE, Policy.Inquiry.NOTE, anHour);
    }

    private static Terms terms(Policy.Lapsing lapsing, Policy.Twins twins, Policy.Inquiry inquiry, int declines) {
        Terms usual = Terms.DEFAULT;
        return new Terms(
                usual.lateSuccess(),
                usual.duplicatePayment(),
                usual.refundsPerHour(),
                usual.disputes(),
                usual.intervals(),
                lapsing,
                twins,
                usual.whenProcessing(),
                inquiry,
                declines);
    }
}
