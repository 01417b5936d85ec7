/** Shadow mode: everything is decided and recorded, nothing is carried out. */
@NullMarked
package dev.payonce.shadow;

import org.jspecify.annotations.NullMarked;
