/** What every gateway's adapter has in common: how a callback comes in. One package below per gateway. */
@NullMarked
package dev.payonce.gateway;

import org.jspecify.annotations.NullMarked;
