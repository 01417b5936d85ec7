/** A WooCommerce order as Payonce sees it: its id, its own random key, and who paid it. */
@NullMarked
package dev.payonce.order;

import org.jspecify.annotations.NullMarked;
