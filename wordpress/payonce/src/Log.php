<?php
/**
 * The plugin's log.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

/**
 * The plugin's log, in WooCommerce > Status > Logs. It names ids, never secrets or bodies.
 */
final class Log {

	/**
	 * Writes a warning.
	 *
	 * @param string $message State, cause, remedy.
	 */
	public static function warn( string $message ): void {
		wc_get_logger()->warning( $message, array( 'source' => 'payonce' ) );
	}

	/**
	 * Writes an error.
	 *
	 * @param string $message State, cause, remedy.
	 */
	public static function error( string $message ): void {
		wc_get_logger()->error( $message, array( 'source' => 'payonce' ) );
	}
}
