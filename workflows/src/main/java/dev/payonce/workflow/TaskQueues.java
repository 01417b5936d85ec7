package dev.payonce.workflow;

/**
 * The names of the task queues; part of the wire, so never renamed. Each store has its own: what is on a queue is done by
 * whichever worker asks first, and another store's has another database and another gateway's key.
 */
public final class TaskQueues {

    private static final String PAYMENTS = "payonce-payments";
    private static final String GATEWAY = "payonce-gateway-";

    private TaskQueues() {}

    /**
     * Workflows, and the activities on the store's database and on Redis.
     *
     * @param store the store's name, or empty
     */
    public static String payments(String store) {
        return PAYMENTS + of(store);
    }

    /** Returns one gateway account's own queue, with its own slots and its own rate. */
    public static String gateway(String store, String account) {
        return GATEWAY + account + of(store);
    }

    /** Returns the account's queue in the store whose workflows are on this queue. */
    static String gatewayBeside(String payments, String account) {
        return GATEWAY + account + payments.substring(PAYMENTS.length());
    }

    /** Joins the parts; neither a store nor an account has a dot in its name, so no two of them share a queue. */
    private static String of(String store) {
        return store.isEmpty() ? "" : "." + store;
    }
}
