/** The order, the ledger and the lock, in the store's own MySQL. */
@NullMarked
package dev.payonce.woocommerce;

import org.jspecify.annotations.NullMarked;
