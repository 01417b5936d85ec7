package dev.payonce.health;

/** The status of a store: it is served, served at the cost of its own plugin's work, or cannot be served. */
public interface StoreStatus {

    /** Returns the status as it was read last; costs nothing. */
    Status status();

    /**
     * A store's status.
     *
     * @param why cause and remedy; empty where it is served
     */
    record Status(Kind kind, String why) {

        public static final Status SERVED = new Status(Kind.SERVED, "");
    }

    /** The kinds of a store's status. */
    enum Kind {
        SERVED,
        /** SQL moves the orders beside a plugin that would fulfil them. */
        FULFILMENT_TAKEN_AWAY,
        NOT_SUPPORTED,
        /** Worker and API have different modes. */
        OTHER_MODE;

        /** Returns true where no request and no callback is taken. */
        public boolean refuses() {
            return this == NOT_SUPPORTED || this == OTHER_MODE;
        }
    }
}
