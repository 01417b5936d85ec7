package dev.payonce.payment;

/**
 * The method that a payment leaves behind to pay with again, by the gateway's names; never a card's number.
 *
 * @param id the token that a later charge names
 * @param type the gateway's word for the method, such as {@code card} or {@code sepa_debit}
 * @param customer the gateway's customer, whom a later charge names beside the token
 * @param mandate of a bank debit; empty for none
 * @param brand of a card; empty for others
 * @param last4 the last digits; empty where the gateway shows none
 * @param month of a card's expiry; 0 for others
 * @param year of a card's expiry; 0 for others
 */
public record SavedMethod(
        String id, String type, String customer, String mandate, String brand, String last4, int month, int year) {}
