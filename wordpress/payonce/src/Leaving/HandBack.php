<?php
/**
 * The last step of leaving.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Leaving;

use Payonce\Plugin;
use Payonce\Settings;
use Payonce\Tables;

/**
 * The command `wp payonce hand-back GATEWAY`: paid orders get the shop's own gateway as their payment method, so that clerks
 * refund them there. Payonce's gateway is switched off. An order keeps its transaction and the names of its payment.
 */
final class HandBack {

	/**
	 * Hooks in; only WP-CLI has commands.
	 */
	public static function hook_in(): void {
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			\WP_CLI::add_command( 'payonce hand-back', array( self::class, 'command' ) );
		}
	}

	/**
	 * Hands paid orders back to another gateway, and switches Payonce's gateway off.
	 *
	 * ## OPTIONS
	 *
	 * <gateway>
	 * : The other gateway's id, for instance stripe.
	 *
	 * [--dry-run]
	 * : Counts the orders, and changes nothing.
	 *
	 * @param string[]             $args    The gateway.
	 * @param array<string,string> $options The options.
	 */
	public static function command( array $args, array $options ): void {
		try {
			$count = self::run( (string) ( $args[0] ?? '' ), isset( $options['dry-run'] ) );
		} catch ( \InvalidArgumentException $refused ) {
			\WP_CLI::error( $refused->getMessage() );
			return;
		}
		\WP_CLI::success( isset( $options['dry-run'] ) ? "$count orders would be handed back." : "$count orders were handed back, and Payonce's gateway is off." );
	}

	/**
	 * Hands back. It may be repeated: what was handed back is no longer found.
	 *
	 * @param string $gateway The other gateway's id.
	 * @param bool   $dry     True if nothing is to change.
	 * @return int The number of orders.
	 * @throws \InvalidArgumentException If it cannot be done now.
	 */
	public static function run( string $gateway, bool $dry = false ): int {
		$gateways = WC()->payment_gateways()->payment_gateways();
		if ( Plugin::GATEWAY === $gateway || ! isset( $gateways[ $gateway ] ) ) {
			throw new \InvalidArgumentException( 'There is no other gateway with this id. Activate its plugin, then name it.' );
		}
		$open = self::open_effects();
		if ( $open > 0 ) {
			throw new \InvalidArgumentException( esc_html( "$open effects are not applied yet. Let Payonce finish them (GET /open-work), then hand back." ) );
		}
		$count = 0;
		$query = array(
			'type'           => 'shop_order',
			'payment_method' => Plugin::GATEWAY,
			'limit'          => -1,
			'return'         => 'ids',
		);
		foreach ( (array) wc_get_orders( $query ) as $id ) {
			$order = wc_get_order( $id );
			if ( ! $order instanceof \WC_Order || null === $order->get_date_paid() ) {
				continue;
			}
			++$count;
			if ( ! $dry ) {
				$order->set_payment_method( $gateways[ $gateway ] );
				$order->save();
			}
		}
		if ( ! $dry ) {
			update_option( Settings::OPTION, array( 'enabled' => 'no' ) + (array) get_option( Settings::OPTION, array() ) );
		}
		return $count;
	}

	/**
	 * Counts the effects that are not applied, or whose mails have not all left.
	 */
	public static function open_effects(): int {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM `$table` WHERE state IN (0, 1, 3)" ); // phpcs:ignore WordPress.DB
	}
}
