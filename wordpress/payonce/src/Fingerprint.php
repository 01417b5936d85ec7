<?php
/**
 * Fingerprints.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

/**
 * The first 128 bits of a text's SHA-256, as 32 hexadecimal digits. Payonce makes them in the same way.
 */
final class Fingerprint {

	/**
	 * Of WooCommerce's order key, which shows and pays an order to its holder, so it is never sent or stored.
	 *
	 * @param string $key The order key.
	 */
	public static function of_order_key( string $key ): string {
		return substr( hash( 'sha256', $key ), 0, 32 );
	}

	/**
	 * Of a shop's address. Scheme, a leading www., letter case and trailing slashes do not count.
	 *
	 * @param string $url The address.
	 */
	public static function of_site( string $url ): string {
		$site = (string) preg_replace( '#^[a-z]+://#', '', strtolower( trim( $url ) ) );
		$site = (string) preg_replace( '#^www\.#', '', $site );
		return substr( hash( 'sha256', rtrim( $site, '/' ) ), 0, 32 );
	}
}
