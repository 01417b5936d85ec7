/** The rules that reconcile an order with its payments. Start with {@link dev.payonce.reconcile.Reconciliation}. */
@NullMarked
package dev.payonce.reconcile;

import org.jspecify.annotations.NullMarked;
