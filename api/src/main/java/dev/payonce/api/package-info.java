/** The process that takes gateways' callbacks and tells what the ledger knows: HTTP at the edge, nothing decided here. */
@NullMarked
package dev.payonce.api;

import org.jspecify.annotations.NullMarked;
