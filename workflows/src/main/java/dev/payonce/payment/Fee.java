package dev.payonce.payment;

import dev.payonce.money.Money;

/**
 * The fee that the gateway kept of a payment, and the net that it books for the merchant: in the currency of the merchant's
 * balance, which may be another one than the payment's.
 */
public record Fee(Money fee, Money net) {}
