/** Connections, transactions, locks and errors of MySQL and MariaDB. */
@NullMarked
package dev.payonce.mysql;

import org.jspecify.annotations.NullMarked;
