package dev.payonce.temporal;

import dev.payonce.ledger.PaymentSummary.Status;
import java.util.Optional;
import java.util.regex.Pattern;

/** The bulk refreshes of the store's runs. Each call throws while Temporal is away. */
public interface BulkRefreshes {

    /** The runs that are refreshed in a second. */
    int PER_SECOND = 20;

    /** The form of a code. */
    Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * The runs to refresh.
     *
     * @param status stalled, or in review
     * @param code of the stall or the review; empty for each
     */
    record Filter(Status status, Optional<String> code) {

        public Filter {
            if (code.filter(word -> !CODE.matcher(word).matches()).isPresent()) {
                throw new IllegalArgumentException("A code has letters, digits, dashes and underscores");
            }
        }
    }

    /**
     * The progress of a job.
     *
     * @param failed those that could not be refreshed: a run that is over needs none
     */
    record Progress(long total, long done, long failed, boolean running) {}

    /** The end of starting a job. */
    enum Started {
        RUNS,

        /** Temporal takes few jobs at one time. */
        OTHERS_RUN
    }

    /** Counts the runs that a filter lets pass now. */
    long count(Filter filter);

    /**
     * Starts a job, or joins the one of this name.
     *
     * @param who the operator
     */
    Started start(String job, Filter filter, String who, String why);

    /** Returns the progress of a job; empty where none has this name. */
    Optional<Progress> progress(String job);
}
