/** The entry points of make's targets that start real servers. */
@NullMarked
package dev.payonce.sandbox;

import org.jspecify.annotations.NullMarked;
