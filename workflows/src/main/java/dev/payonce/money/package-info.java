/** Amounts in minor units, and how many decimals a currency has. */
@NullMarked
package dev.payonce.money;

import org.jspecify.annotations.NullMarked;
