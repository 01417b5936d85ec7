/** The benchmark: a payment's cost beside that of controls, which take turns with it on the same servers. */
@NullMarked
package dev.payonce.sandbox.bench;

import org.jspecify.annotations.NullMarked;
