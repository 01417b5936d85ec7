/** The access of callers to the API: tokens, their scopes and rates, and the origin of a request. */
@NullMarked
package dev.payonce.api.access;

import org.jspecify.annotations.NullMarked;
