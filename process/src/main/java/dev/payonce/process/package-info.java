/** The parts that the worker and the API share as processes: launcher, connections, health checks. */
@NullMarked
package dev.payonce.process;

import org.jspecify.annotations.NullMarked;
