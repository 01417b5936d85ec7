/** Payments: what gateways say of them, what the ledger remembers, and what is true of an order because of both. */
@NullMarked
package dev.payonce.payment;

import org.jspecify.annotations.NullMarked;
