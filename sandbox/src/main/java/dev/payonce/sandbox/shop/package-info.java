/** Payonce beside a real WooCommerce shop whose companion plugin moves the orders. */
@NullMarked
package dev.payonce.sandbox.shop;

import org.jspecify.annotations.NullMarked;
