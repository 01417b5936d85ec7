/** The operators' page: HTML made on the server, for a session that began with a token. */
@NullMarked
package dev.payonce.api.page;

import org.jspecify.annotations.NullMarked;
