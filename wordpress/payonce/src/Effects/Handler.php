<?php
/**
 * A kind of effects.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * A kind of effects, and how WooCommerce's own functions apply it. It runs under the order's lock, inside a transaction,
 * with an order that was read in it. It must not call Payonce.
 */
interface Handler {

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected, to drop some of it.
	 * @throws \RuntimeException If it should be tried again.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result;
}
