/** The ledger of an order: each observation, operation and review, in the order in which they happened. */
@NullMarked
package dev.payonce.ledger;

import org.jspecify.annotations.NullMarked;
