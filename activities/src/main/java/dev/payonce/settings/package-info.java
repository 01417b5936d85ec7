/** The settings of a process, read from its environment strictly and completely before anything else happens. */
@NullMarked
package dev.payonce.settings;

import org.jspecify.annotations.NullMarked;
