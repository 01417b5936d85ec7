/** Many payments that wait at once, and what that costs a worker. */
@NullMarked
package dev.payonce.sandbox.crowd;

import org.jspecify.annotations.NullMarked;
