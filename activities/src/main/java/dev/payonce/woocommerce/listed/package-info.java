/** The part of the shop that the operators' list shows. */
@NullMarked
package dev.payonce.woocommerce.listed;

import org.jspecify.annotations.NullMarked;
