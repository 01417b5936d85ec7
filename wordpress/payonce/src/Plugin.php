<?php
/**
 * The plugin's wiring.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

use Automattic\WooCommerce\Utilities\FeaturesUtil;

/**
 * The list of everything that the plugin hooks into WordPress, in one place.
 */
final class Plugin {

	/** The gateway's id in WooCommerce. */
	public const GATEWAY = 'payonce';

	/** The features of WooCommerce that the plugin works with. */
	private const FEATURES = array( 'custom_order_tables', 'cart_checkout_blocks', 'hpos_datastore_caching', 'product_instance_caching' );

	/**
	 * Hooks the plugin in. WooCommerce itself may still be missing.
	 */
	public static function start(): void {
		add_action( 'before_woocommerce_init', array( self::class, 'declare_features' ) );
		add_action( 'plugins_loaded', array( self::class, 'hook_in' ), 11 );
	}

	/**
	 * Declares the features that the plugin works with.
	 */
	public static function declare_features(): void {
		if ( class_exists( FeaturesUtil::class ) ) {
			foreach ( self::FEATURES as $feature ) {
				FeaturesUtil::declare_compatibility( $feature, PAYONCE_FILE, true );
			}
		}
	}

	/**
	 * Hooks in everything that needs WooCommerce.
	 */
	public static function hook_in(): void {
		add_action( 'init', array( self::class, 'load_translations' ) );
		if ( ! class_exists( 'WC_Payment_Gateway' ) ) {
			return;
		}
		Tables::hook_in();
		Gateway\Registration::hook_in();
		Effects\Queue::hook_in();
		Rest\Routes::hook_in();
		Refunds\RefundRecord::hook_in();
		Refunds\RefundRetry::hook_in();
		Refunds\RefundConflict::hook_in();
		Payments\Jobs::hook_in();
		Guards\Guards::hook_in();
		Subscriptions\Renewals::hook_in();
		Admin\Admin::hook_in();
		Leaving\HandBack::hook_in();
	}

	/**
	 * Loads the plugin's own translations, which lie in its folder.
	 */
	public static function load_translations(): void {
		load_plugin_textdomain( 'payonce', false, dirname( plugin_basename( PAYONCE_FILE ) ) . '/languages' );
	}
}
