/** Real servers for the demo and the tests: started from files we carry, killed, restarted, cut off, cleaned up. */
@NullMarked
package dev.payonce.servers;

import org.jspecify.annotations.NullMarked;
