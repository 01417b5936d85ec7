package dev.payonce.workflow;

/** The names of the task queues; part of the wire, so never renamed. */
public final class TaskQueues {

    /** Workflows, and the activities on the store's database and on Redis. */
    public static final String PAYMENTS = "payonce-payments";

    private TaskQueues() {}

    /** One gateway account's own queue: its own slots and its own rate. */
    public static String gateway(String account) {
        return "payonce-gateway-" + account;
    }
}
