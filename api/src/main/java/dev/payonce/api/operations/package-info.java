/** The operators' side: the list of what needs a person, and decisions. */
@NullMarked
package dev.payonce.api.operations;

import org.jspecify.annotations.NullMarked;
