/** The parts of HTTP that all controllers share: bodies, fields, problems and limits. */
@NullMarked
package dev.payonce.api.http;

import org.jspecify.annotations.NullMarked;
