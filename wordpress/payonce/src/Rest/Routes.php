<?php
/**
 * The routes that Payonce calls.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Rest;

use Payonce\Effects\Applier;
use Payonce\Link;
use Payonce\Orders\StoredOrder;
use Payonce\Settings;
use Payonce\Tables;

/**
 * The two routes that Payonce calls, each proven by a signature: effects applies an order's effects now, ping tells what
 * shop this is. A repeated request does no harm: effects are applied once.
 */
final class Routes {

	public const SPACE = 'payonce/v1';

	/** Seconds that a kick waits for the order's lock. */
	private const LOCK_SECONDS = 3;

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'rest_api_init', array( self::class, 'register' ) );
	}

	/**
	 * Registers the routes.
	 */
	public static function register(): void {
		foreach ( array( 'effects', 'ping' ) as $route ) {
			register_rest_route(
				self::SPACE,
				'/' . $route,
				array(
					'methods'             => 'POST',
					'permission_callback' => array( self::class, 'signed' ),
					'callback'            => array( self::class, $route ),
				)
			);
		}
	}

	/**
	 * Tells if a request is Payonce's.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 */
	public static function signed( $request ) {
		if ( Signature::fits( (string) $request->get_header( 'payonce_signature' ), $request->get_body(), Settings::get( 'secret' ), time() ) ) {
			return true;
		}
		return new \WP_Error( 'payonce_signature', 'The signature is missing, does not fit, or is more than five minutes old.', array( 'status' => 401 ) );
	}

	/**
	 * Applies an order's effects.
	 *
	 * @param \WP_REST_Request $request The request; {"order": 1001}.
	 */
	public static function effects( $request ): \WP_REST_Response {
		$body  = $request->get_json_params();
		$order = is_array( $body ) && is_int( $body['order'] ?? null ) ? $body['order'] : 0;
		if ( 0 >= $order ) {
			return new \WP_REST_Response( array( 'result' => 'malformed' ), 400 );
		}
		// Payonce does not wait for the answer; a started task is finished all the same.
		ignore_user_abort( true );
		$result = Applier::apply( $order, self::LOCK_SECONDS );
		$status = match ( $result ) {
			Applier::BUSY, Applier::LATER => 503,
			Applier::ANOTHER_SHOP         => 409,
			default                       => 200,
		};
		return new \WP_REST_Response( array( 'result' => $result ), $status );
	}

	/**
	 * Tells what shop this is.
	 */
	public static function ping(): \WP_REST_Response {
		$storage = 'posts';
		if ( StoredOrder::in_own_tables() ) {
			$storage = 'yes' === get_option( 'woocommerce_custom_orders_table_data_sync_enabled' ) ? 'hpos+sync' : 'hpos';
		}
		return new \WP_REST_Response(
			array(
				'plugin'      => PAYONCE_VERSION,
				'tables'      => (int) get_option( Tables::VERSION_OPTION ),
				'woocommerce' => \WC()->version,
				'wordpress'   => get_bloginfo( 'version' ),
				'storage'     => $storage,
				'lock'        => Link::lock_name( 0 ),
				'this_shop'   => Link::is_this_shop(),
			)
		);
	}
}
