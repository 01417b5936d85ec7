/** The operators' command line: a client of the HTTP API, and two looks behind it. */
@NullMarked
package dev.payonce.api.cli;

import org.jspecify.annotations.NullMarked;
