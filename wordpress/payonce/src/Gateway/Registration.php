<?php
/**
 * The gateway in WooCommerce.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

/**
 * The registration of the gateway for the classic checkout, the block checkout and the pages after it.
 */
final class Registration {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'woocommerce_payment_gateways', array( self::class, 'add' ) );
		add_action( 'woocommerce_blocks_payment_method_type_registration', array( self::class, 'add_block' ) );
		add_action( 'wp_enqueue_scripts', array( Scripts::class, 'enqueue' ) );
		ReturnPage::hook_in();
		PaidCart::hook_in();
		SavedDebit::hook_in();
	}

	/**
	 * Adds the gateway.
	 *
	 * @param mixed $gateways The gateways.
	 * @return mixed
	 */
	public static function add( $gateways ) {
		$gateways[] = Gateway::class;
		return $gateways;
	}

	/**
	 * Adds the block checkout's payment method.
	 *
	 * @param mixed $registry WooCommerce's registry.
	 */
	public static function add_block( $registry ): void {
		$registry->register( new BlockMethod() );
	}
}
