<?php
/**
 * WooCommerce's webhooks during an effect.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals -- the variable is WooCommerce's own.

/**
 * The webhooks that WooCommerce would queue at the request's end. Their rows are written inside the effect's transaction
 * instead, so that they are there if and only if the effect is.
 */
final class Webhooks {

	/**
	 * What was queued before the effect.
	 *
	 * @var array<mixed>
	 */
	private array $before;

	/**
	 * Sets aside what was queued before.
	 */
	public function __construct() {
		$this->before                  = (array) ( $GLOBALS['wc_queued_webhooks'] ?? array() );
		$GLOBALS['wc_queued_webhooks'] = array();
	}

	/**
	 * Writes the rows. Shops that deliver at once keep theirs until the request's end.
	 */
	public function write(): void {
		$at_once = array();
		$rows    = array();
		foreach ( (array) $GLOBALS['wc_queued_webhooks'] as $queued ) {
			// phpcs:ignore WooCommerce.Commenting.CommentHooks, WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own filter.
			if ( apply_filters( 'woocommerce_webhook_deliver_async', true, $queued['webhook'], $queued['arg'] ) ) {
				$rows[] = $queued;
			} else {
				$at_once[] = $queued;
			}
		}
		$GLOBALS['wc_queued_webhooks'] = $rows;
		if ( array() !== $rows && function_exists( 'wc_webhook_execute_queue' ) ) {
			wc_webhook_execute_queue();
		}
		$this->before                  = array_merge( $this->before, $at_once );
		$GLOBALS['wc_queued_webhooks'] = array();
	}

	/**
	 * Puts back what was queued before; what the effect queued and did not write is forgotten.
	 */
	public function put_back(): void {
		$GLOBALS['wc_queued_webhooks'] = $this->before;
	}
}
