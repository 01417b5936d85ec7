/** What a process is told by its environment, read strictly and completely before anything else happens. */
@NullMarked
package dev.payonce.settings;

import org.jspecify.annotations.NullMarked;
