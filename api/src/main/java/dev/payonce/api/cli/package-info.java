/** The operators' command line: a client of the HTTP API. Two commands also ask the systems behind it. */
@NullMarked
package dev.payonce.api.cli;

import org.jspecify.annotations.NullMarked;
