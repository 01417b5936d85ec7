/** The details of an order that its charge shows at the gateway. */
@NullMarked
package dev.payonce.woocommerce.charge;

import org.jspecify.annotations.NullMarked;
