<?php
/**
 * The plugin's settings.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

/**
 * The merchant's settings. Constants in wp-config.php win over the settings page, so that secrets may stay out of the
 * database: PAYONCE_API, PAYONCE_TOKEN, PAYONCE_SECRET, PAYONCE_PUBLISHABLE_KEY.
 */
final class Settings {

	public const OPTION = 'woocommerce_payonce_settings';

	private const DEFAULTS = array(
		'enabled'                => 'no',
		'title'                  => '',
		'description'            => '',
		'mode'                   => 'test',
		'api'                    => '',
		'token'                  => '',
		'secret'                 => '',
		'publishable_key'        => '',
		'three_d_secure'         => 'redirect',
		'capture'                => 'automatic',
		'capture_on_status'      => 'no',
		'saved_cards'            => 'yes',
		'lock_name'              => 'order_payment_lock_{order}',
		'store'                  => '',
		'guard_payment_complete' => 'yes',
		'guard_stale_object'     => 'yes',
		'guard_unpaid_cron'      => 'yes',
		'guard_edit_page'        => 'yes',
		'guard_shopper_cancel'   => 'yes',
		'guard_checkout_resume'  => 'yes',
		'remove_data'            => 'no',
	);

	/**
	 * Returns one setting.
	 *
	 * @param string $name Its name.
	 */
	public static function get( string $name ): string {
		$constant = 'PAYONCE_' . strtoupper( $name );
		if ( in_array( $name, array( 'api', 'token', 'secret', 'publishable_key' ), true ) && defined( $constant ) ) {
			return (string) constant( $constant );
		}
		$stored = (array) get_option( self::OPTION, array() );
		return (string) ( $stored[ $name ] ?? self::DEFAULTS[ $name ] ?? '' );
	}

	/**
	 * Tells if a switch is on.
	 *
	 * @param string $name Its name.
	 */
	public static function on( string $name ): bool {
		return 'yes' === self::get( $name );
	}

	/**
	 * Tells if payments can be taken at all.
	 */
	public static function complete(): bool {
		return '' !== self::get( 'api' ) && '' !== self::get( 'token' );
	}
}
