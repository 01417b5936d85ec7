/** A WooCommerce store as MySQL sees it: its tables, orders from a seed, and what became of them. */
@NullMarked
package dev.payonce.servers.store;

import org.jspecify.annotations.NullMarked;
