/** The tables of the ledger. */
@NullMarked
package dev.payonce.mysql.ledger;

import org.jspecify.annotations.NullMarked;
