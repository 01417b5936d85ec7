package dev.payonce.order;

import java.util.Optional;

/**
 * The details of an order that its charge shows to people at the gateway. They are personal data: they stand in the
 * ledger's row alone, and are sent as they were when the charge was decided. A field without a value is empty.
 *
 * @param description for instance {@code Example order 1001}
 * @param number the number that the shopper sees
 * @param email where a receipt would go; no receipt unless {@code receipt} is true
 * @param ip the address from which the shopper placed the order
 * @param agent the shopper's browser, as it named itself
 * @param receipt true when the gateway is to send a receipt
 * @param suffix what the shopper's statement shows after the account's own text
 */
public record ChargeDetails(
        String description,
        String number,
        String name,
        String email,
        Optional<Address> shipping,
        String ip,
        String agent,
        boolean receipt,
        String suffix) {

    /** The address that the order is shipped to, with the name there. */
    public record Address(
            String name,
            String phone,
            String line1,
            String line2,
            String city,
            String state,
            String postcode,
            String country) {

        /** Hides all of it, since it names a person. */
        @Override
        public String toString() {
            return "Address[" + country + "]";
        }
    }

    /** Hides all but the order's number, since the rest names a person. */
    @Override
    public String toString() {
        return "ChargeDetails[" + number + "]";
    }
}
