/** Requests of the store and their results. */
@NullMarked
package dev.payonce.request;

import org.jspecify.annotations.NullMarked;
